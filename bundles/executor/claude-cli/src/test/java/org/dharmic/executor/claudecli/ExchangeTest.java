package org.dharmic.executor.claudecli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One component leaves and the next one begins in the same folder, while the program runs. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExchangeTest {

    @TempDir
    Path temp;

    private ScriptedCli cli;
    private ClaudeCliExecutor executor;

    @BeforeEach
    void start() throws IOException {
        cli = new ScriptedCli(temp.resolve("bin"));
        executor = executor(Duration.ZERO);
    }

    @AfterEach
    void stop() {
        executor.deactivate();
    }

    private ClaudeCliExecutor executor(Duration drain) {
        ClaudeCliExecutor made = new ClaudeCliExecutor(settings(drain), temp::resolve, "data", Clock.systemUTC());
        made.bindSecretResolver(name -> "key".toCharArray());
        return made;
    }

    private ClaudeCliSettings settings(Duration drain) {
        return new ClaudeCliSettings(
                cli.program().toString(),
                "sonnet",
                ClaudeCliSettings.Auth.API_KEY,
                "anthropic.api.key",
                "",
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                3,
                8,
                4 * 1024 * 1024,
                1024,
                0,
                drain);
    }

    private CompletableFuture<Completion> run(ClaudeCliExecutor on) {
        return on.run(
                        new Prompt("p1", "system", "Hello", "Hello", List.of()),
                        Lane.INTERACTIVE,
                        Deadline.in(Duration.ofSeconds(20)))
                .toCompletableFuture();
    }

    @Test
    void whatEndsWithinTheDrainIsAnswered() throws IOException {
        executor.deactivate();
        executor = executor(Duration.ofSeconds(20));
        cli.does("while [ ! -e '" + temp + "/go' ]; do sleep 0.05; done\ncat <<'END'\n" + ScriptedCli.good("in time")
                + "\nEND");
        CompletableFuture<Completion> run = run(executor);
        await().until(() -> cli.hasNoted("stdin"));
        CompletableFuture<Void> leaving = CompletableFuture.runAsync(executor::deactivate);
        Files.createFile(temp.resolve("go"));

        assertThat(run.join()).isInstanceOfSatisfying(Completion.Done.class, done -> assertThat(done.text())
                .isEqualTo("in time"));
        leaving.join();
    }

    @Test
    void whatHangsBeyondTheDrainIsEndedWithItsChildrenAndMayBeAskedOfTheNext() throws IOException {
        cli.does("sleep 300 &\nsleep 300");
        CompletableFuture<Completion> run = run(executor);
        await().until(() -> cli.hasNoted("stdin"));
        ProcessHandle program = await().until(
                        () -> ProcessHandle.current()
                                .descendants()
                                .filter(each -> each.descendants().count() >= 2)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        List<ProcessHandle> children = program.descendants().toList();
        long start = System.nanoTime();

        executor.deactivate();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(run.join()).isInstanceOf(Completion.Retry.class);
        assertThat(program.isAlive()).isFalse();
        // A grandchild that has ended is there until init has taken note of it.
        await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        try (Stream<Path> records = Files.list(temp.resolve("data/processes"))) {
            assertThat(records).isEmpty();
        }
        cli.prints(ScriptedCli.good("from the next"));
        executor = executor(Duration.ZERO);
        assertThat(run(executor).join()).isInstanceOf(Completion.Done.class);
    }

    @Test
    void theLookForOrphansSparesWhatThisRevisionHasBegun() throws IOException {
        cli.does("while [ ! -e '" + temp + "/go' ]; do sleep 0.05; done\ncat <<'END'\n" + ScriptedCli.good("unharmed")
                + "\nEND");
        CompletableFuture<Completion> run = run(executor);
        await().until(() -> cli.hasNoted("stdin"));

        executor.health(); // the first one looks for orphans
        await().untilAsserted(() -> assertThat(executor.health().reason()).startsWith("Claude CLI"));
        Files.createFile(temp.resolve("go"));

        assertThat(run.join()).isInstanceOf(Completion.Done.class);
    }

    @Test
    void theFolderIsALiveKey() throws IOException {
        cli.prints(ScriptedCli.good("fine"));
        run(executor).join();

        executor.modified(settings(Duration.ZERO), "elsewhere");

        assertThat(run(executor).join()).isInstanceOf(Completion.Done.class);
        assertThat(temp.resolve("elsewhere/processes")).exists();
    }
}
