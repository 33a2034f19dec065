package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Inquiry;
import org.dharmic.executor.Completion;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A model that is out for a while is waited for, and the sender is not left in the dark. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingTest extends AgentFixture {

    private static final Duration RESET = Duration.ofHours(3);

    private final AtomicBoolean out = new AtomicBoolean(true);
    private final Fakes.Thinker model =
            new Fakes.Thinker("clever", prompt -> out.get() ? Fakes.busy(RESET) : Fakes.done("clever words", 0));
    private final Fakes.Thinker plain = Fakes.Thinker.plain();

    @BeforeEach
    void start() {
        journal.holdsRetries = true;
        start(Fakes.settings(3));
    }

    private void bothThink() {
        think(model, 100);
        think(plain, -100);
    }

    private void awaitPauses(int count) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> journal.pauses.size() == count);
        await().until(() -> journal.leased() == 0);
    }

    @Test
    void f30AUsageLimitLetsTheItemWaitAndBurnsNoAttempt() {
        start(new QuickSettings()
                .patience(new Patience(true, Duration.ZERO, true, 1))
                .build());
        bothThink();
        mail("m1", "Well?");
        for (int i = 1; i <= 5; i++) {
            awaitPauses(i);
            journal.passTime();
            wake();
        }

        assertThat(item("m1").stage()).isEqualTo(Stage.ADMITTED);
        assertThat(plain.asked).isEmpty();
        assertThat(model.asked)
                .as("the model is left alone until the stated reset")
                .hasSize(1);
        assertThat(journal.pauses).allMatch(pause -> pause.compareTo(Duration.ofMinutes(5)) >= 0);
        assertThat(journal.outbound()).isEmpty();
    }

    @Test
    void whoWaitsIsAnsweredByTheModelWhenItIsBack() {
        bothThink();
        mail("m1", "Well?");
        awaitPauses(1);

        out.set(false);
        agent.unbindExecutor(model); // a fresh one knows of no limit
        think(Fakes.Thinker.saying("clever", "clever words"), 100);
        journal.passTime();
        wake();

        assertThat(answer("m1")).isEqualTo("clever words");
        assertThat(plain.asked).isEmpty();
    }

    @Test
    void anotherModelIsAskedBeforeAnybodyWaits() {
        bothThink();
        think(Fakes.Thinker.saying("second", "from the second model"), 50);
        mail("m1", "Well?");

        assertThat(answer("m1")).isEqualTo("from the second model");
    }

    @Test
    void aFaultIsNotWaitedFor() {
        think(new Fakes.Thinker("broken", prompt -> Fakes.retry(RESET, "exit code 1")), 100);
        think(plain, -100);
        mail("m1", "Well?");

        assertThat(answer("m1")).isEqualTo("plain words");
    }

    @Test
    void whenNoModelCanBeUsedAtAllNobodyWaits() {
        model.usable = false;
        bothThink();
        mail("m1", "Well?");

        assertThat(answer("m1")).isEqualTo("plain words");
    }

    @Test
    void waitingIsASwitchAndItIsLive() {
        bothThink();
        mail("m1", "Well?");
        awaitPauses(1);

        agent.modified(new QuickSettings()
                .patience(new Patience(false, Duration.ofMinutes(15), true, 3))
                .build());
        journal.passTime();
        wake();

        assertThat(answer("m1")).isEqualTo("plain words");
    }

    @Test
    void whoSitsAtTheConsoleDoesNotWait() {
        bothThink();

        assertThat(console("Well?")).isEqualTo("plain words");
        assertThat(console("Well?")).isEqualTo("plain words");
    }

    @Test
    void nothingIsGatheredForAMailThatMustWait() {
        AtomicInteger gathered = new AtomicInteger();
        agent.bindContextContributor(
                new org.dharmic.context.ContextContributor() {
                    @Override
                    public String name() {
                        return "counting";
                    }

                    @Override
                    public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
                        gathered.incrementAndGet();
                        return List.of();
                    }
                },
                java.util.Map.of());
        bothThink();
        mail("m1", "Well?");
        awaitPauses(1);
        mail("m2", "And?");
        mail("m3", "And?");
        awaitPauses(3);

        assertThat(gathered).hasValue(1);
        assertThat(model.asked).hasSize(1);
    }

    @Test
    void pastALimitTheSenderIsToldOnceAndTheItemStaysOpen() {
        bothThink();
        mail("m1", "Well?");
        awaitPauses(1);
        assertThat(journal.outbound()).isEmpty();
        assertThat(journal.pauses.get(0)).isLessThanOrEqualTo(Duration.ofMinutes(15));

        for (int i = 2; i <= 4; i++) {
            clock.moveOn(Duration.ofMinutes(16));
            journal.passTime();
            wake();
            awaitPauses(i);
        }

        assertThat(journal.outbound()).hasSize(1);
        Outbound notice = journal.outbound().get(0);
        assertThat(notice.about()).isEqualTo("m1");
        assertThat(notice.to()).isEqualTo("ida@example.org");
        assertThat(notice.account()).isEqualTo("main");
        assertThat(notice.markdown())
                .contains("is kept", "no need to write again")
                .doesNotContain("usage limit");
        assertThat(item("m1").stage()).isEqualTo(Stage.ADMITTED);
        assertThat(health()).isEqualTo("WARN");
    }

    @Test
    void theWaitIsNotLongerThanUntilTheNotice() {
        start(new QuickSettings()
                .patience(new Patience(true, Duration.ofMinutes(1), true, 3))
                .build());
        bothThink();
        mail("m1", "Well?");
        awaitPauses(1);

        assertThat(journal.pauses.get(0)).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    }

    @Test
    void withoutAnyExecutorTheSenderIsToldAsWell() {
        mail("m1", "Well?");
        awaitPauses(1);
        clock.moveOn(Duration.ofHours(1));
        journal.passTime();
        wake();
        awaitPauses(2);

        assertThat(journal.outbound()).extracting(Outbound::key).containsExactly("notice/m1/waits");
    }

    @Test
    void noticesCanBeSwitchedOff() {
        start(new QuickSettings()
                .patience(new Patience(true, Duration.ZERO, false, 1))
                .build());
        think(new Fakes.Thinker("clever", prompt -> new Completion.Rejected("not that")), 1);
        mail("m1", "Well?");

        awaitStage("m1", Stage.PARKED);
        await().untilAsserted(() -> assertThat(memories.appended).containsKey("meta_observations m1/parked-1"));
        assertThat(journal.outbound()).isEmpty();
    }
}
