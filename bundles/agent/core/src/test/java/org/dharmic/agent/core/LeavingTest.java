package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dharmic.agent.core.memory.Learning;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.deepmemory.Fact;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Stage;
import org.dharmic.support.Available;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the agent leaves: soon, with nothing lost and nothing left behind, whatever the others do. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeavingTest extends AgentFixture {

    @BeforeEach
    void start() {
        start(Fakes.settings(3));
    }

    @Test
    void leavingCancelsAndHandsBack() {
        start(new QuickSettings().executorDeadline(Duration.ofSeconds(60)).build());
        Fakes.Hanging hanging = new Fakes.Hanging();
        think(hanging, 1);
        journal.admit("m1", "ask", "t1", "", "Well?");
        agent.bindJournal(journal);
        await().until(() -> journal.leased() == 1);
        AgentCore leaving = agent;

        stop();

        assertThat(hanging.run).isCancelled();
        assertThat(journal.leased()).isZero();
        assertThat(item("m1").stage()).isEqualTo(Stage.ADMITTED);
        assertThat(item("m1").attempts()).isZero();
        assertThatThrownBy(() -> leaving.ask(Fakes.inquiry("q", "Well?"))).hasMessageContaining("leaving");
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("agent-")));
    }

    @Test
    void leavingDoesNotWaitForAMemoryThatIsMissing() {
        start(settingsWithDrain(Duration.ofSeconds(2)));
        agent.unbindDeepMemory(memories);
        for (int i = 0; i < 60; i++) {
            journal.addEvent(fact(i));
        }
        agent.bindJournal(journal);
        agent.bindStrangeMemory(memories);
        await().until(() -> threads("agent-learn").anyMatch(LeavingTest::waits));

        Duration took = stopped();

        assertThat(took).isLessThan(Duration.ofSeconds(1));
        assertThat(threads("agent-learn")).isEmpty();
        assertThat(journal.eventFailures)
                .as("failures of events that only had to wait")
                .isEmpty();
    }

    @Test
    void aMemoryThatStaysAwayIsWaitedForOnceAndNotPerEvent() {
        agent.unbindDeepMemory(memories);
        for (int i = 0; i < 40; i++) {
            journal.addEvent(fact(i));
        }
        long start = System.nanoTime();

        agent.bindJournal(journal);

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(journal.eventFailures).hasSize(40));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Neighbours.WAIT.multipliedBy(3));
    }

    @Test
    void leavingKeepsItsTimeWhenAMemoryHangs() throws Exception {
        start(settingsWithDrain(Duration.ofMillis(800)));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        agent.unbindDeepMemory(memories);
        agent.bindDeepMemory(new Fakes.Memories() {
            @Override
            public Fact add(String key, String text, List<String> topics) {
                calls.incrementAndGet();
                asked.countDown();
                Fakes.await(go);
                return super.add(key, text, topics);
            }
        });
        journal.addEvent(fact(1));
        journal.addEvent(fact(2));
        agent.bindJournal(journal);
        asked.await();

        Duration took = stopped();
        go.countDown();

        assertThat(took).isLessThan(Duration.ofMillis(1_600));
        await().untilAsserted(() -> assertThat(threads("agent-learn")).isEmpty());
        assertThat(calls).as("events begun").hasValue(1);
    }

    @Test
    void leavingDoesNotWaitForARoomThatACommandWants() throws Exception {
        start(settingsWithDrain(Duration.ofMillis(400)));
        agent.unbindVaultIndex(vault);
        var answer = agent.ask(Fakes.inquiry("q", "/search water")).toCompletableFuture();
        await().until(() -> threads("agent-question").anyMatch(LeavingTest::waits));

        assertThat(stopped()).isLessThan(Duration.ofSeconds(1));

        assertThat(answer.get(1, TimeUnit.SECONDS).markdown()).contains("temporarily unavailable");
    }

    private static AgentSettings settingsWithDrain(Duration drain) {
        return new QuickSettings()
                .executorDeadline(Duration.ofSeconds(60))
                .drain(drain)
                .build();
    }

    private static PendingEvent fact(int number) {
        return new PendingEvent(
                "m" + number + "/0",
                "m" + number,
                new MemoryEvent(Learning.DEEP_FACT, Map.of("text", "fact " + number)),
                Instant.now(),
                0);
    }

    private Duration stopped() {
        long start = System.nanoTime();
        stop();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Stream<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix));
    }

    private static boolean waits(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Available.class.getName()));
    }
}
