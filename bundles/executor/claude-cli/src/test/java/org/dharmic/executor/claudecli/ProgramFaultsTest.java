package org.dharmic.executor.claudecli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dharmic.executor.Completion;
import org.junit.jupiter.api.Test;

/** Everything a program can do wrong, done by a scripted one. */
class ProgramFaultsTest extends CliScene {

    /** Beyond what is promised: starting a shell takes its time when everything else runs too. */
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(3);

    private static Completion.Retry retry(Completion completion) {
        assertThat(completion).isInstanceOf(Completion.Retry.class);
        return (Completion.Retry) completion;
    }

    @Test
    void f26AHangIsEndedAtTheDeadlineWithEverythingItStarted() throws IOException {
        cli.does("sh -c 'echo $$ >> " + temp.resolve("bin/pids")
                + "; trap \"\" TERM; while true; do sleep 1; done' &\nwait");
        long start = System.nanoTime();

        Completion completion =
                start(executor(), "Hello", Duration.ofMillis(1500)).join();

        assertThat(retry(completion).cause()).isEqualTo(Completion.Retry.Cause.LATE);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofMillis(1500).plus(Duration.ofSeconds(2)).plus(SLOW_MACHINE));
        assertThat(cli.noted("pids").lines()).hasSize(2);
        assertNothingLeft();
    }

    @Test
    void f27AnExitASignalOrAMissingProgramIsTriedAgainLater() throws IOException {
        ClaudeCliExecutor executor = executor();
        for (String body : List.of("exit 3", "kill -9 $$", "kill -TERM $$")) {
            cli.does(body);
            Completion.Retry retry = retry(run(executor, "Hello"));
            assertThat(retry.cause()).as(body).isEqualTo(Completion.Retry.Cause.FAULT);
            assertThat(retry.after()).as(body).isPositive();
        }
        assertNothingLeft();

        ClaudeCliExecutor without = executor(settings("no-such-program", ClaudeCliSettings.Auth.API_KEY, 3));
        assertThat(retry(run(without, "Hello")).after()).isPositive();
        await().untilAsserted(() -> assertThat(without.health().usable()).isFalse());
        assertThat(without.execute().isOk()).isFalse();
    }

    @Test
    void f28GarbageIsAFailureAndGoesNoFurther() throws IOException {
        ClaudeCliExecutor executor = executor();
        for (String body : List.of(
                "echo 'weird words'",
                "printf '\\377\\376 bytes\\n'",
                "printf '{\"type\":\"result\",\"is_error\":false,\"result\":\"\\377\"}\\n'",
                "echo '{\"type\":\"result\"'",
                "echo '[1,2]'",
                "true",
                "exit 3",
                "kill -9 $$")) {
            cli.does(body);
            Completion.Retry retry = retry(run(executor, "Hello"));
            assertThat(retry.why()).as(body).doesNotContain("weird");
            assertThat(retry.cause()).as(body).isEqualTo(Completion.Retry.Cause.FAULT);
        }
    }

    @Test
    void f29AGigabyteIsCutOffAndNeverHeld() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ClaudeCliExecutor executor = executor();
        for (String stream : List.of("", " >&2", " | tee /dev/stderr")) {
            cli.does("head -c 1073741824 /dev/zero | tr '\\0' 'x'" + stream);

            assertThat(retry(run(executor, "Hello")).why()).contains("output.max.bytes");
        }
        assertNothingLeft();
        long allocated = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("claudecli-run"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
        assertThat(allocated).as("bytes of three runs").isBetween(1L, 3 * 64L << 20);
    }

    @Test
    void f30AUsageLimitIsAPauseUntilTheStatedResetHoweverItIsTold() throws IOException {
        ClaudeCliExecutor executor = executor();
        long reset = Instant.now().plus(Duration.ofHours(2)).getEpochSecond();
        String notice = "Claude AI usage limit reached|" + reset;
        String error = ScriptedCli.result("\"subtype\":\"success\",\"is_error\":true,\"api_error_status\":429,"
                + "\"result\":\"" + notice + "\"");
        for (String body : List.of(
                "echo '" + ScriptedCli.good(notice) + "'",
                "echo '" + error + "'; exit 1",
                "echo '" + notice + "'; exit 1")) {
            cli.does(body);

            Completion.Retry retry = retry(run(executor, "Hello"));

            assertThat(retry.cause()).as(body).isEqualTo(Completion.Retry.Cause.BUSY);
            assertThat(retry.after()).as(body).isBetween(Duration.ofMinutes(118), Duration.ofMinutes(121));
            assertThat(retry.why()).as(body).isEqualTo("usage limit reached");
        }
    }

    @Test
    void f31TenThatHangDoNotMakeMoreProcessesThanAllowed() throws IOException {
        cli.does("sleep 30");
        ClaudeCliExecutor executor = executor(settings(cli.program().toString(), ClaudeCliSettings.Auth.API_KEY, 2));

        List<CompletableFuture<Completion>> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(start(executor, "Hello", Duration.ofMillis(1200)));
        }

        assertThat(runs.stream().filter(CompletableFuture::isDone)).hasSize(2); // turned away at once
        assertThat(runs.stream().filter(CompletableFuture::isDone))
                .allMatch(run -> retry(run.join()).cause() == Completion.Retry.Cause.BUSY);
        assertThat(executor.health().usable())
                .as("asking costs nothing meanwhile")
                .isTrue();
        runs.forEach(run -> assertThat(run.join()).isInstanceOf(Completion.Retry.class));
        assertThat(cli.noted("pids").lines().count()).isLessThanOrEqualTo(4);
        assertNothingLeft();
    }
}
