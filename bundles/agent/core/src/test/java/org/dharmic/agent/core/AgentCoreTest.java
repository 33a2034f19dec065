package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.agent.Answer;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Executor;
import org.dharmic.journal.Item;
import org.dharmic.journal.JournalTopics;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Stage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;

/** The whole agent with everything around it, but without a framework. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AgentCoreTest {

    @TempDir
    Path temp;

    private final MemoryJournal journal = new MemoryJournal();
    private final Fakes.Memories memories = new Fakes.Memories();
    private AgentCore agent;

    @BeforeEach
    void start() {
        start(Fakes.settings(3));
    }

    private void start(AgentSettings settings) {
        start(settings, Duration.ZERO);
    }

    private void start(AgentSettings settings, Duration beginning) {
        stop();
        agent = new AgentCore(settings, temp::resolve, Clock.systemDefaultZone(), beginning);
        agent.bindStrangeMemory(memories);
        agent.bindDeepMemory(memories);
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.deactivate();
            agent = null;
        }
    }

    private void think(Executor executor, int ranking) {
        agent.bindExecutor(executor, Map.of("service.ranking", ranking, "service.id", (long) ranking));
    }

    private Item item(String id) {
        return journal.find(id).orElseThrow();
    }

    private Item awaitStage(String id, Stage stage) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> item(id).stage() == stage);
        return item(id);
    }

    @Test
    void answersAMailAndTheMemoriesLearn() {
        think(Fakes.Thinker.saying("clever", "It is **blue**."), 1);
        agent.bindContextContributor(Fakes.contributor("vault", "The door is blue."), Map.of());
        journal.admit("m1", "ask", "t1", "Door", "Which colour has the door?");
        agent.bindJournal(journal);

        Item item = awaitStage("m1", Stage.ANSWERED);

        assertThat(item.answered().orElseThrow().markdown()).isEqualTo("It is **blue**.");
        Receipt receipt =
                Receipts.parse(item.answered().orElseThrow().receiptJson()).orElseThrow();
        assertThat(receipt.executor()).isEqualTo("clever");
        assertThat(receipt.citations()).containsExactly("vault.md#L0-L0");
        await().untilAsserted(() -> assertThat(memories.turns).containsOnlyKeys("m1/2", "m1/3"));
        assertThat(memories.turns.get("m1/2").text()).isEqualTo("Which colour has the door?");
        assertThat(memories.turns.get("m1/3").role()).isEqualTo("assistant");
        assertThat(memories.appended.get("observations m1/0"))
                .containsEntry("content", "Received: Which colour has the door?")
                .containsEntry("context", Map.of("channel", "mail", "sender", "ida@example.org"));
        assertThat(memories.appended.get("meta_observations m1/1")).containsEntry("quality", "present");
        await().untilAsserted(() -> assertThat(journal.pendingEvents(10)).isEmpty());
    }

    @Test
    void anEventOfTheJournalWakesIt() {
        think(Fakes.Thinker.saying("clever", "yes"), 1);
        agent.bindJournal(journal);
        journal.admit("m1", "ask", "t1", "", "Well?");

        agent.handleEvent(new Event(JournalTopics.STAGED, Map.of(JournalTopics.STAGE, "ADMITTED")));

        awaitStage("m1", Stage.ANSWERED);
    }

    @Test
    void neverMoreAtOnceThanAllowedAndTheNumberIsLive() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        start(new QuickSettings()
                .concurrency(2)
                .executorDeadline(Duration.ofSeconds(10))
                .build());
        think(
                new Fakes.Thinker("slow", prompt -> {
                    seen.add(now.incrementAndGet());
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    now.decrementAndGet();
                    return Fakes.done("done", 0);
                }),
                1);
        for (int i = 0; i < 6; i++) {
            journal.admit("m" + i, "ask", "t" + i, "", "Well?");
        }
        agent.bindJournal(journal);

        await().until(() -> now.get() == 2);
        assertThat(agent.status().busy()).isEqualTo(2);
        go.countDown();
        for (int i = 0; i < 6; i++) {
            awaitStage("m" + i, Stage.ANSWERED);
        }
        assertThat(seen).allMatch(count -> count <= 2);
    }

    @Test
    void goesToTheNextExecutorAndSaysSo() {
        Fakes.Thinker broken =
                new Fakes.Thinker("broken", prompt -> Fakes.retry(Duration.ofMinutes(5), "out of order"));
        Fakes.Thinker ill = Fakes.Thinker.saying("ill", "never");
        ill.usable = false;
        think(broken, 100);
        think(ill, 50);
        think(Fakes.Thinker.saying("plain", "plain words"), -100);

        Answer first =
                agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture().join();
        Answer second =
                agent.ask(Fakes.inquiry("q2", "Well?")).toCompletableFuture().join();

        assertThat(first.markdown()).isEqualTo("plain words");
        assertThat(first.receipt().attempts()).containsExactly("broken: out of order", "ill: ill");
        assertThat(second.receipt().attempts().get(0)).contains("left alone");
        assertThat(broken.asked).hasSize(1);
        assertThat(agent.status().executors())
                .extracting(line -> line.name() + " " + line.usable())
                .containsExactly("broken false", "ill false", "plain true");
    }

    @Test
    void oneThatHangsIsCancelledAndTheNextAnswers() {
        Fakes.Hanging hanging = new Fakes.Hanging();
        think(hanging, 100);
        think(Fakes.Thinker.saying("plain", "plain words"), -100);

        Answer answer =
                agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture().join();

        assertThat(answer.receipt().executor()).isEqualTo("plain");
        assertThat(hanging.run).isCancelled();
    }

    @Test
    void anUpgradeOfTheExecutorIsWaitedFor() {
        Fakes.Thinker before = Fakes.Thinker.saying("clever", "old");
        think(before, 100);
        think(Fakes.Thinker.saying("plain", "plain words"), -100);
        agent.unbindExecutor(before);
        var answer = agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture();

        think(Fakes.Thinker.saying("clever", "new"), 100);

        assertThat(answer.join().markdown()).isEqualTo("new");
    }

    @Test
    void atAStartAnExecutorThatIsStillOnItsWayIsWaitedFor() {
        start(Fakes.settings(3), Thinkers.RETURN);
        Fakes.Thinker ill = Fakes.Thinker.saying("ill", "never");
        ill.usable = false;
        think(ill, 100);
        var answer = agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture();

        think(Fakes.Thinker.saying("plain", "plain words"), -100);

        assertThat(answer.join().markdown()).isEqualTo("plain words");
    }

    @Test
    void anOutageUsesUpNoAttempts() {
        AtomicInteger outages = new AtomicInteger();
        journal.admit("m1", "ask", "t1", "", "Well?");
        agent.bindJournal(journal);
        await().until(() -> {
            agent.bindContextContributor(Fakes.contributor("wake" + outages.incrementAndGet()), Map.of());
            return item("m1").attempts() >= 5;
        });

        think(Fakes.Thinker.saying("clever", "at last"), 1);

        assertThat(awaitStage("m1", Stage.ANSWERED).answered().orElseThrow().markdown())
                .isEqualTo("at last");
        assertThat(journal.pauses).allMatch(pause -> pause.toSeconds() >= 10);
    }

    @Test
    void whatNobodyWillAnswerIsParked() {
        think(new Fakes.Thinker("clever", prompt -> new Completion.Rejected("not that")), 1);
        journal.admit("m1", "ask", "t1", "", "Well?");
        agent.bindJournal(journal);

        Item item = awaitStage("m1", Stage.PARKED);

        assertThat(item.reason()).contains("no executor will answer this", "clever: not that");
        await().untilAsserted(() -> assertThat(memories.appended.get("meta_observations m1/parked-1"))
                .containsEntry("quality", "contracted"));
    }

    @Test
    void whatFailsByItselfIsParkedAfterThreeTimes() {
        agent.bindVaultIndex(
                new Fakes.Notes() {
                    @Override
                    public SearchResult search(Query query) {
                        throw new IllegalStateException("a defect");
                    }
                },
                Map.of());
        journal.admit("m1", "ask", "t1", "", "/search water");
        agent.bindJournal(journal);

        assertThat(awaitStage("m1", Stage.PARKED).reason())
                .isEqualTo("failed 3 times: IllegalStateException: a defect");
        assertThat(item("m1").attempts()).isEqualTo(2);
    }

    @Test
    void aLimitedScopeReadsOnlyWhatItFinds() {
        Fakes.Notes notes = new Fakes.Notes();
        agent.bindVault(notes, Map.of());
        agent.bindVaultIndex(notes, Map.of());

        assertThat(read("family", "open.md")).contains("> words of open.md");
        assertThat(read("family", "closed.md")).isEqualTo("There is no note `closed.md` among those you may see.");
        assertThat(read("family", "missing.md"))
                .isEqualTo("There is no note `missing.md` among those you may see.")
                .doesNotContain("closed");
        assertThat(read("all", "closed.md")).contains("> words of closed.md");
        assertThat(read("all", "missing.md")).contains("closed.md is near");
    }

    private String read(String scope, String path) {
        Inquiry inquiry = new Inquiry("q", "console", "owner", scope, "t", "", "/read " + path, Instant.EPOCH);
        return agent.ask(inquiry).toCompletableFuture().join().markdown();
    }

    @Test
    void searchQuotesWhatItFinds() {
        agent.bindVaultIndex(new Fakes.Notes(), Map.of());

        assertThat(agent.ask(Fakes.inquiry("q", "/search  the words"))
                        .toCompletableFuture()
                        .join()
                        .markdown())
                .contains("1 of 1 notes for `the words`", "**Open**, `open.md#L1-L1`", "> words of open.md");
        assertThat(agent.ask(Fakes.inquiry("q", "/telos"))
                        .toCompletableFuture()
                        .join()
                        .markdown())
                .isEqualTo("Sorry, the telos is temporarily unavailable. Please ask again in a moment.");
        assertThat(agent.ask(Fakes.inquiry("q", "/dance now"))
                        .toCompletableFuture()
                        .join()
                        .markdown())
                .startsWith("I do not know the command `/dance`.")
                .contains("/remember text");
    }

    @Test
    void aResultWithoutALeaseIsDropped() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        think(
                new Fakes.Thinker("slow", prompt -> {
                    asked.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Fakes.done("too late", 0);
                }),
                1);
        journal.admit("m1", "ask", "t1", "", "Well?");
        agent.bindJournal(journal);
        asked.await();
        journal.loseLeases();

        go.countDown();

        await().until(() -> agent.status().busy() == 0);
        assertThat(item("m1").stage()).isEqualTo(Stage.ADMITTED);
    }

    @Test
    void pausedTakesNothingUp() {
        start(new QuickSettings().paused().build());
        think(Fakes.Thinker.saying("clever", "yes"), 1);
        journal.admit("m1", "ask", "t1", "", "Well?");
        agent.bindJournal(journal);

        await().during(300, TimeUnit.MILLISECONDS).until(() -> item("m1").stage() == Stage.ADMITTED);
        assertThat(agent.execute().getStatus()).hasToString("WARN");
    }

    @Test
    void anUnknownMemoryEventIsNotDropped() {
        journal.addEvent(
                new PendingEvent("m9/0", "m9", new MemoryEvent("shallow-memory.splash", Map.of()), Instant.now(), 0));
        journal.addEvent(new PendingEvent(
                "m9/1", "m9", new MemoryEvent(Learning.DEEP_FACT, Map.of("topics", "x")), Instant.now(), 12));

        agent.bindJournal(journal);

        await().untilAsserted(() -> assertThat(journal.eventFailures).hasSize(2));
        assertThat(journal.eventFailures.get(0)).contains("'shallow-memory.splash'");
        assertThat(journal.eventFailures.get(1)).contains("must have the field 'text'");
        assertThat(journal.pauses).containsExactly(Duration.ofSeconds(2), Duration.ofMinutes(10));
    }

    @Test
    void rememberNeedsTheRightToWrite() {
        agent.bindJournal(journal);
        journal.admit("m1", "ask", "t1", "", "/remember The key is blue.");
        journal.admit("m2", "write", "t2", "", "/remember The key is red.\nIt is old.\n\nBest, Ida");
        agent.handleEvent(new Event(JournalTopics.STAGED, Map.of(JournalTopics.STAGE, "ADMITTED")));

        assertThat(awaitStage("m1", Stage.ANSWERED).answered().orElseThrow().markdown())
                .startsWith("Sorry, I may not keep facts");
        assertThat(awaitStage("m2", Stage.ANSWERED).answered().orElseThrow().executor())
                .isEqualTo("command");
        await().untilAsserted(() -> assertThat(memories.facts).containsOnlyKeys("m2/0"));
        assertThat(memories.facts.get("m2/0").text()).isEqualTo("The key is red.\nIt is old.");
    }

    @Test
    void whyExplainsThePreviousAnswerOfTheThread() {
        think(Fakes.Thinker.saying("clever", "It is blue."), 1);
        agent.bindJournal(journal);
        journal.admit("m1", "ask", "t1", "", "Which colour?");
        agent.handleEvent(new Event(JournalTopics.STAGED, Map.of(JournalTopics.STAGE, "ADMITTED")));
        awaitStage("m1", Stage.ANSWERED);
        journal.admit("m2", "ask", "t1", "", "/why");
        journal.admit("m3", "ask", "another", "", "/why");

        assertThat(awaitStage("m2", Stage.ANSWERED).answered().orElseThrow().markdown())
                .contains("written by **clever**");
        assertThat(awaitStage("m3", Stage.ANSWERED).answered().orElseThrow().markdown())
                .startsWith("There is no earlier answer");
        agent.ask(Fakes.inquiry("q1", "Which colour?")).toCompletableFuture().join();
        assertThat(agent.ask(Fakes.inquiry("q2", "/why"))
                        .toCompletableFuture()
                        .join()
                        .markdown())
                .contains("written by **clever**");
    }

    @Test
    void statusAnswersWithoutTheOthers() {
        Answer answer =
                agent.ask(Fakes.inquiry("q1", "/status")).toCompletableFuture().join();

        assertThat(answer.markdown())
                .contains(
                        "- agent: at work",
                        "- journal: temporarily unavailable",
                        "- vault index: temporarily unavailable");
        assertThat(agent.execute().getStatus()).hasToString("TEMPORARILY_UNAVAILABLE");
    }

    @Test
    void theConsoleLearnsToo() {
        think(Fakes.Thinker.saying("clever", "yes"), 1);

        agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture().join();

        assertThat(memories.turns).containsOnlyKeys("q1/2", "q1/3");
    }

    @Test
    void withoutAnExecutorTheConsoleIsToldWhy() {
        assertThatThrownBy(() -> agent.ask(Fakes.inquiry("q1", "Well?"))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("no executor is there");
        assertThat(memories.appended.get("meta_observations q1/1")).containsEntry("quality", "contracted");
    }
}
