package org.dharmic.agent.core;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dharmic.agent.Answer;
import org.dharmic.context.Inquiry;
import org.dharmic.executor.Executor;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Item;
import org.dharmic.journal.JournalTopics;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;

/** An agent with everything around it, for tests that send it mails. */
abstract class AgentFixture {

    @TempDir
    Path temp;

    final AgentJournal journal = new AgentJournal();
    final Fakes.Memories memories = new Fakes.Memories();
    final FakeVault vault = new FakeVault();
    final Fakes.MovedClock clock = new Fakes.MovedClock();
    AgentCore agent;

    /** With the memories; all other rooms are still to come. */
    void startAlone(AgentSettings settings, Duration beginning) {
        stop();
        agent = new AgentCore(settings, temp::resolve, clock, beginning);
        agent.bindStrangeMemory(memories);
        agent.bindDeepMemory(memories);
    }

    void start(AgentSettings settings) {
        startAlone(settings, Duration.ZERO);
        agent.bindVault(vault, Map.of());
        agent.bindVaultIndex(vault, Map.of());
        agent.bindContextContributor(vault, Map.of());
        agent.bindJournal(journal);
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.deactivate();
            agent = null;
        }
    }

    void think(Executor executor, int ranking) {
        agent.bindExecutor(executor, Map.of("service.ranking", ranking, "service.id", (long) ranking));
    }

    void wake() {
        agent.handleEvent(new Event(JournalTopics.STAGED, Map.of(JournalTopics.STAGE, "ADMITTED")));
    }

    void mail(String id, String text) {
        mail(id, "ask", "t-" + id, text);
    }

    void mail(String id, String tier, String thread, String text) {
        journal.admit(id, tier, thread, "", text);
        wake();
    }

    void mail(String id, String sender, String tier, String scope, String thread, String text, Attachment... files) {
        journal.admit(id, sender, tier, scope, thread, "", text, "> before", List.of(files));
        wake();
    }

    Item item(String id) {
        return journal.find(id).orElseThrow();
    }

    Item awaitStage(String id, Stage stage) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> item(id).stage() == stage);
        return item(id);
    }

    String answer(String id) {
        return awaitStage(id, Stage.ANSWERED)
                .answered()
                .map(Step.Answered::markdown)
                .orElseThrow();
    }

    Answer ask(String id, String text) {
        return agent.ask(Fakes.inquiry(id, text)).toCompletableFuture().join();
    }

    String console(String text) {
        Inquiry inquiry = new Inquiry("console", "console", "owner", "all", "console", "", text, Instant.EPOCH);
        return agent.ask(inquiry).toCompletableFuture().join().markdown();
    }

    String health() {
        return agent.execute().getStatus().toString();
    }
}
