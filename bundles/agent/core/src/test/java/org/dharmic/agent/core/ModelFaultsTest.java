package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of mails when the model's program fails; what the program does is tried with the executor itself. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelFaultsTest extends AgentFixture {

    private static final List<String> RAW = List.of(
            "no answer in time, the process was ended",
            "the program ended with exit code 1 without a result",
            "Claude AI usage limit reached|1795345200");

    /** Never completes, and counts. */
    private static final class Hung implements Executor {
        final List<CompletableFuture<Completion>> runs = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "hung";
        }

        @Override
        public ExecutorHealth health() {
            return new ExecutorHealth(true, "well", java.time.Instant.EPOCH);
        }

        @Override
        public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
            CompletableFuture<Completion> run = new CompletableFuture<>();
            runs.add(run);
            return run;
        }
    }

    private static Fakes.Thinker late() {
        return new Fakes.Thinker(
                "clever", prompt -> new Completion.Retry(Duration.ZERO, RAW.get(0), Completion.Retry.Cause.LATE));
    }

    @Test
    void f26AHangIsTriedAgainThenParkedWithOneNotice() {
        start(new QuickSettings()
                .patience(new Patience(true, Duration.ofMinutes(15), true, 2))
                .build());
        think(late(), 1);
        mail("m1", "Well?");

        assertThat(awaitStage("m1", Stage.PARKED).reason()).startsWith("failed 2 times: no answer in time");
        await().untilAsserted(() -> assertThat(journal.outbound()).hasSize(1));
        Outbound notice = journal.outbound().get(0);
        assertThat(notice.key()).isEqualTo("notice/m1/parked");
        assertThat(notice.about()).isEqualTo("m1");
        assertThat(notice.markdown())
                .startsWith("I could not answer your mail.")
                .doesNotContain(RAW);
    }

    @Test
    void f26AfterAPersonHasSentItOnTheNoticeIsNotRepeated() {
        start(new QuickSettings()
                .patience(new Patience(true, Duration.ofMinutes(15), true, 1))
                .build());
        think(late(), 1);
        mail("m1", "Well?");
        awaitStage("m1", Stage.PARKED);

        assertThat(journal.retry("m1")).isTrue();
        wake();

        awaitStage("m1", Stage.PARKED);
        await().untilAsserted(() -> assertThat(agent.status().busy()).isZero());
        assertThat(journal.outbound()).hasSize(1);
    }

    @Test
    void f27AProgramThatFailsIsTriedAgainAndShowsInTheHealth() {
        start(new QuickSettings()
                .patience(new Patience(true, Duration.ofMinutes(15), true, 2))
                .build());
        think(new Fakes.Thinker("clever", prompt -> Fakes.retry(Duration.ofSeconds(5), RAW.get(1))), 1);
        mail("m1", "Well?");

        await().until(() -> journal.pauses.size() >= 4);

        assertThat(item("m1").stage()).as("not its fault").isEqualTo(Stage.ADMITTED);
        assertThat(List.copyOf(journal.pauses).subList(0, 3))
                .as("growing pauses")
                .isSortedAccordingTo(Duration::compareTo)
                .allMatch(pause -> pause.toSeconds() >= 10);
        assertThat(health()).isNotEqualTo("OK");
    }

    @Test
    void f28WhatAProgramSaysOfItselfIsNeverMailed() {
        start(new QuickSettings()
                .patience(new Patience(true, Duration.ofMinutes(1), true, 1))
                .build());
        journal.holdsRetries = true;
        think(new Fakes.Thinker("clever", prompt -> Fakes.retry(Duration.ofSeconds(5), RAW.get(2))), 100);
        mail("m1", "Well?");
        await().until(() -> journal.pauses.size() == 1);
        clock.moveOn(Duration.ofMinutes(2));
        journal.passTime();
        wake();
        await().until(() -> journal.pauses.size() == 2);
        think(Fakes.Thinker.plain(), -100);
        journal.passTime();
        wake();

        assertThat(answer("m1")).isEqualTo("plain words");
        assertThat(journal.outbound()).hasSize(1);
        assertThat(journal.outbound().get(0).markdown()).doesNotContain(RAW);
        mail("m2", "ask", "t-m1", "/why");
        assertThat(answer("m2")).contains("**plain**");
    }

    @Test
    void f31TenThatHangHoldUpNoCommand() throws Exception {
        start(new QuickSettings()
                .concurrency(10)
                .executorDeadline(Duration.ofSeconds(50))
                .build());
        Hung hung = new Hung();
        think(hung, 1);
        for (int i = 0; i < 10; i++) {
            mail("m" + i, "Well?");
        }
        await().until(() -> hung.runs.size() == 10);

        mail("command", "/help");

        assertThat(answer("command")).contains("/status");
        CompletableFuture<String> status = CompletableFuture.supplyAsync(() -> console("/status"));
        assertThat(status.get(5, TimeUnit.SECONDS)).contains("10 of 10 answers in hand");
        assertThat(hung.runs).hasSize(10).noneMatch(CompletableFuture::isDone);
    }
}
