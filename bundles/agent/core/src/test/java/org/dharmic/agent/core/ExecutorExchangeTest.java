package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dharmic.agent.AgentStatus;
import org.dharmic.agent.Answer;
import org.dharmic.agent.core.thinking.Thinkers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors come, go and change places while the agent works. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecutorExchangeTest extends AgentFixture {

    @BeforeEach
    void start() {
        startAlone(
                new QuickSettings()
                        .executorDeadline(Duration.ofSeconds(60))
                        .budgetMicros(1_000_000)
                        .build(),
                Thinkers.RETURN);
    }

    @Test
    void whileALesserExecutorIsUpgradedNobodyWaits() {
        think(Fakes.Thinker.saying("clever", "clever words"), 100);
        Fakes.Thinker lesser = Fakes.Thinker.saying("plain", "plain words");
        think(lesser, -100);
        agent.unbindExecutor(lesser);
        long start = System.nanoTime();

        Answer answer = ask("q1", "Well?");

        assertThat(answer.markdown()).isEqualTo("clever words");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aChangedRankingCountsFromTheNextAnswerOn() {
        Fakes.Thinker first = Fakes.Thinker.saying("first", "from the first");
        Fakes.Thinker second = Fakes.Thinker.saying("second", "from the second");
        think(first, 100);
        think(second, 50);
        assertThat(asked("q1")).isEqualTo("from the first");

        agent.updatedExecutor(second, Map.of("service.ranking", 200, "service.id", 50L));
        assertThat(asked("q2")).isEqualTo("from the second");

        agent.updatedExecutor(second, Map.of("service.ranking", 0, "service.id", 50L));
        assertThat(asked("q3")).isEqualTo("from the first");
    }

    @Test
    void whatTheOldExecutorHasInHandItFinishes() {
        Fakes.Hanging old = new Fakes.Hanging();
        think(old, 100);
        var answer = agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture();
        await().until(() -> old.asked());

        think(Fakes.Thinker.saying("new", "from the new one"), 200);
        assertThat(asked("q2")).isEqualTo("from the new one");

        old.run.complete(Fakes.done("from the old one", 0));
        assertThat(answer.join().markdown()).isEqualTo("from the old one");
    }

    @Test
    void anExecutorThatGoesWithoutAWordIsGivenUp() {
        Fakes.Hanging gone = new Fakes.Hanging();
        think(gone, 100);
        think(Fakes.Thinker.saying("plain", "plain words"), -100);
        var answer = agent.ask(Fakes.inquiry("q1", "Well?")).toCompletableFuture();
        await().until(() -> gone.asked());

        agent.unbindExecutor(gone);

        await().atMost(20, TimeUnit.SECONDS).until(answer::isDone);
        assertThat(answer.join().markdown()).isEqualTo("plain words");
        assertThat(gone.run).isCancelled();
    }

    @Test
    void executorsThatAreBeingExchangedAreNoReasonForAnAlert() {
        Fakes.Thinker only = Fakes.Thinker.saying("plain", "plain words");
        think(only, 0);
        agent.bindJournal(journal);
        assertThat(agent.execute().getStatus()).hasToString("OK");

        agent.unbindExecutor(only);

        assertThat(agent.execute().getStatus()).hasToString("TEMPORARILY_UNAVAILABLE");
    }

    @Test
    void withoutAnExecutorForLongItIsCritical() {
        AgentHealth health = new AgentHealth(Clock.systemDefaultZone());
        AgentStatus nobody = new AgentStatus(false, 0, 3, List.of());

        assertThat(health.judge(nobody, Optional.empty(), List.of(), true, false)
                        .getStatus())
                .hasToString("CRITICAL");
    }

    @Test
    void theBudgetFollowsItsFolder() {
        think(new Fakes.Thinker("costly", prompt -> Fakes.done("words", 1_000)), 1);
        asked("q1");
        assertThat(temp.resolve("budget.json")).exists();

        agent.modified(new QuickSettings().folder("elsewhere").build());
        asked("q2");

        assertThat(temp.resolve("elsewhere/budget.json")).content().contains("\"costly\" : 1000");
    }

    private String asked(String id) {
        return ask(id, "Well?").markdown();
    }
}
