package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.agent.core.answer.Receipts;
import org.dharmic.agent.core.memory.Learning;
import org.dharmic.agent.core.prompt.FakeContributor;
import org.dharmic.context.Receipt;
import org.dharmic.executor.Completion;
import org.dharmic.journal.Item;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Stage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole agent with everything around it, but without a framework. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AgentCoreTest extends AgentFixture {

    @BeforeEach
    void start() {
        startAlone(Fakes.settings(3), Duration.ZERO);
    }

    @Test
    void answersAMailAndTheMemoriesLearn() {
        think(Fakes.Thinker.saying("clever", "It is **blue**."), 1);
        agent.bindContextContributor(new FakeContributor("vault", "The door is blue."), Map.of());
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

        wake();

        awaitStage("m1", Stage.ANSWERED);
    }

    @Test
    void neverMoreAtOnceThanAllowedAndTheNumberIsLive() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        startAlone(
                new QuickSettings()
                        .concurrency(2)
                        .executorDeadline(Duration.ofSeconds(10))
                        .build(),
                Duration.ZERO);
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
    void anOutageUsesUpNoAttempts() {
        AtomicInteger outages = new AtomicInteger();
        journal.admit("m1", "ask", "t1", "", "Well?");
        agent.bindJournal(journal);
        await().until(() -> {
            agent.bindContextContributor(new FakeContributor("wake" + outages.incrementAndGet()), Map.of());
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
                new FakeVault() {
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
        startAlone(new QuickSettings().paused().build(), Duration.ZERO);
        think(Fakes.Thinker.saying("clever", "yes"), 1);
        journal.admit("m1", "ask", "t1", "", "Well?");
        agent.bindJournal(journal);

        await().during(300, TimeUnit.MILLISECONDS).until(() -> item("m1").stage() == Stage.ADMITTED);
        assertThat(agent.execute().getStatus()).hasToString("WARN");
    }

    @Test
    void asManyAreTakenUpInOneGoAsThereIsRoomFor() {
        startAlone(
                new QuickSettings()
                        .concurrency(3)
                        .executorDeadline(Duration.ofSeconds(60))
                        .build(),
                Duration.ZERO);
        think(new Fakes.Hanging(), 1);
        for (int i = 1; i <= 5; i++) {
            journal.admit("m" + i, "ask", "t" + i, "", "Well?");
        }

        agent.bindJournal(journal);

        await().until(() -> agent.status().busy() == 3);
        assertThat(journal.takenUp).containsExactly(List.of("m1", "m2", "m3"));
        assertThat(journal.leased()).isEqualTo(3);
    }

    @Test
    void whatTookEffectIsCrossedOffTogetherAndAFailureKeepsNothingBack() {
        MemoryEvent fact = new MemoryEvent(Learning.DEEP_FACT, Map.of("text", "a fact"));
        List<MemoryEvent> events = List.of(fact, new MemoryEvent("shallow-memory.splash", Map.of()), fact);
        for (int n = 0; n < events.size(); n++) {
            journal.addEvent(new PendingEvent("m9/" + n, "m9", events.get(n), Instant.now(), 0));
        }

        agent.bindJournal(journal);

        await().until(() -> !journal.crossedOff.isEmpty());
        assertThat(journal.crossedOff).containsExactly(List.of("m9/0", "m9/2"));
        assertThat(journal.eventFailures).hasSize(1);
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
    void theConsoleLearnsToo() {
        think(Fakes.Thinker.saying("clever", "yes"), 1);

        ask("q1", "Well?");

        assertThat(memories.turns).containsOnlyKeys("q1/2", "q1/3");
    }

    @Test
    void withoutAnExecutorTheConsoleIsToldWhy() {
        assertThatThrownBy(() -> ask("q1", "Well?")).hasMessageContaining("no executor is there");
        assertThat(memories.appended.get("meta_observations q1/1")).containsEntry("quality", "contracted");
    }
}
