package org.dharmic.executor.claudecli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorContract;
import org.dharmic.executor.Lane;
import org.dharmic.platform.SecretUnavailable;
import org.junit.jupiter.api.Test;

class ClaudeCliExecutorTest extends CliScene implements ExecutorContract {

    @Override
    public Executor answering() throws IOException {
        cli.prints(ScriptedCli.INIT, ScriptedCli.good("It is green."));
        return executor();
    }

    private static String why(Completion completion) {
        assertThat(completion).isInstanceOf(Completion.Retry.class);
        return ((Completion.Retry) completion).why();
    }

    @Test
    void answers() throws IOException {
        cli.prints(ScriptedCli.INIT, "{\"type\":\"something-new\"}", "", ScriptedCli.good("Grüße, **you**"));

        assertThat(run(executor(), "Hello"))
                .isEqualTo(new Completion.Done("Grüße, **you**", "good-model", new Completion.Usage(15, 7), 12_300));
        assertNothingLeft();
    }

    @Test
    void warningsOnTheErrorStreamAreNoFailure() throws IOException {
        cli.does("echo 'this model will retire' >&2\necho '" + ScriptedCli.good("fine") + "'");

        assertThat(run(executor(), "Hello")).isInstanceOf(Completion.Done.class);
    }

    @Test
    void thePromptIsOnStandardInputBehindALineOfOurs() throws IOException {
        cli.prints(ScriptedCli.good("fine"));
        ClaudeCliExecutor executor = executor();

        for (String mail : List.of("/clear the table", "@/etc/passwd", "--help", "!ls")) {
            run(executor, mail);
            assertThat(cli.noted("stdin")).isEqualTo(CliRunner.FIRST_LINE + "\n\n" + mail + "\n");
        }
    }

    @Test
    void argumentsHoldNothingOfThePromptAndNoTool() throws IOException {
        cli.prints(ScriptedCli.good("fine"));

        run(executor(), "private-question-words");

        assertThat(cli.noted("argv"))
                .doesNotContain("private-question-words", "secret-system-words", KEY)
                .contains("--bare\n", "--tools=\n", "--strict-mcp-config\n", "--disable-slash-commands\n")
                .contains("--setting-sources=\n", "--no-session-persistence\n");
        assertThat(cli.noted("system")).isEqualTo("Be kind. secret-system-words");
        assertThat(cli.noted("system-mode")).startsWith("-rw-------");
        assertThat(cli.noted("cwd").strip()).endsWith("/data/work");
    }

    @Test
    void theEnvironmentIsOurs() throws IOException {
        cli.prints(ScriptedCli.good("fine"));

        run(executor(), "private-question-words");

        List<String> names =
                cli.noted("env").lines().map(line -> line.split("=")[0]).toList();
        assertThat(names)
                .contains("ANTHROPIC_API_KEY", "CLAUDE_CODE_DISABLE_ATTACHMENTS", "CLAUDE_CONFIG_DIR", "HOME")
                .isSubsetOf(
                        "PATH",
                        "LANG",
                        "TZ",
                        "HTTPS_PROXY",
                        "HTTP_PROXY",
                        "NO_PROXY",
                        "https_proxy",
                        "http_proxy",
                        "no_proxy",
                        "SSL_CERT_FILE",
                        "NODE_EXTRA_CA_CERTS",
                        "HOME",
                        "TMPDIR",
                        "CLAUDE_CONFIG_DIR",
                        "CLAUDE_CODE_DISABLE_ATTACHMENTS",
                        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                        "DISABLE_TELEMETRY",
                        "DISABLE_ERROR_REPORTING",
                        "DISABLE_AUTOUPDATER",
                        "CLAUDE_CODE_MAX_RETRIES",
                        "API_TIMEOUT_MS",
                        "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
                        "MAX_THINKING_TOKENS",
                        "ANTHROPIC_API_KEY",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_",
                        "previous",
                        "last");
        assertThat(cli.noted("env"))
                .contains("CLAUDE_CODE_DISABLE_ATTACHMENTS=1")
                .contains("HOME=" + temp.resolve("data/home"))
                .doesNotContain("private-question-words");
    }

    @Test
    void aSubscriptionHasItsOwnFlagsAndVariable() throws IOException {
        cli.prints(ScriptedCli.good("fine"));

        run(executor(settings(cli.program().toString(), ClaudeCliSettings.Auth.SUBSCRIPTION, 3)), "Hello");

        assertThat(cli.noted("argv")).doesNotContain("--bare").contains("--tools=\n", "--setting-sources=\n");
        assertThat(cli.noted("env"))
                .contains("CLAUDE_CODE_OAUTH_TOKEN=" + KEY, "CLAUDE_CODE_DISABLE_ATTACHMENTS=1")
                .doesNotContain("ANTHROPIC_API_KEY");
    }

    @Test
    void aPromptThatIsNotReadDoesNotHoldItUp() throws IOException {
        cli.doesAtOnce("sleep 30");

        assertThat(why(start(executor(), "x".repeat(1_000_000), Duration.ofSeconds(1))
                        .join()))
                .contains("in time");
        assertNothingLeft();
    }

    @Test
    void cancellingEndsTheProcess() throws IOException {
        cli.does("sleep 30");
        CompletableFuture<Completion> run = start(executor(), "Hello", Duration.ofSeconds(20));
        await().until(() -> cli.hasNoted("stdin"));

        run.cancel(true);

        assertNothingLeft();
    }

    @Test
    void nothingOutlivesTheComponent() throws IOException {
        cli.does("sleep 30");
        ClaudeCliExecutor executor = executor();
        CompletableFuture<Completion> run = start(executor, "Hello", Duration.ofSeconds(20));
        await().until(() -> cli.hasNoted("stdin"));

        executor.deactivate();
        open.remove(executor);

        assertThat(run).isDone();
        assertNothingLeft();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("claudecli-")));
    }

    @Test
    void aVersionThatOffersToolsIsEndedAtOnce() throws IOException {
        cli.does("echo '{\"type\":\"system\",\"subtype\":\"init\",\"tools\":[\"Bash\"]}'\nsleep 30");
        long start = System.nanoTime();

        assertThat(why(run(executor(), "Hello"))).contains("tools");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertNothingLeft();
    }

    @Test
    void backgroundWorkLeavesASlotFree() throws IOException {
        cli.does("sleep 30");
        ClaudeCliExecutor executor = executor(settings(cli.program().toString(), ClaudeCliSettings.Auth.API_KEY, 2));
        CompletableFuture<Completion> first = executor.run(
                        prompt("b"), Lane.BACKGROUND, Deadline.in(Duration.ofSeconds(20)))
                .toCompletableFuture();
        await().until(() -> cli.hasNoted("stdin"));
        CompletableFuture<Completion> second = executor.run(
                        prompt("b"), Lane.BACKGROUND, Deadline.in(Duration.ofSeconds(20)))
                .toCompletableFuture();
        cli.prints(ScriptedCli.good("quick"));

        assertThat(run(executor, "Hello")).isInstanceOf(Completion.Done.class);
        assertThat(second).isNotDone();
        first.cancel(true);
        assertThat(second.join()).isInstanceOf(Completion.Done.class);
    }

    @Test
    void healthNamesWhatIsMissing() {
        ClaudeCliExecutor missing = executor(settings("no-such-program-anywhere", ClaudeCliSettings.Auth.API_KEY, 3));

        await().untilAsserted(() -> assertThat(missing.health().usable()).isFalse());
        assertThat(missing.health().reason())
                .contains("PID org.dharmic.executor.claudecli", "key command", "etc/org.dharmic.executor.claudecli.cfg")
                .contains("'no-such-program-anywhere'");
        assertThat(why(run(missing, "Hello"))).contains("key command");
    }

    @Test
    void healthNamesTheMissingSecret() {
        ClaudeCliExecutor executor = new ClaudeCliExecutor(
                settings(cli.program().toString(), ClaudeCliSettings.Auth.API_KEY, 3),
                temp::resolve,
                "data",
                Clock.systemUTC());
        open.add(executor);
        executor.bindSecretResolver(name -> {
            throw new SecretUnavailable("there is no secret " + name);
        });

        await().untilAsserted(() -> assertThat(executor.health().usable()).isFalse());
        assertThat(executor.health().reason()).contains("anthropic.api.key", "key api.key.secret");
        assertThat(executor.execute().isOk()).isFalse();
    }

    @Test
    void healthTellsTheVersion() {
        ClaudeCliExecutor executor = executor();

        await().untilAsserted(() -> assertThat(executor.health().reason()).isEqualTo("Claude CLI 9.9.9 (scripted)"));
        assertThat(executor.execute().isOk()).isTrue();
    }

    @Test
    void endsWhatAnEarlierRunLeftBehind() throws IOException {
        CliFolder folder = new CliFolder(temp.resolve("data"));
        folder.make();
        Path records = temp.resolve("data/processes");
        Process orphan = new ProcessBuilder("sleep", "60").start();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            folder.processes().add(orphan.toHandle());
            // The number of a process that is somebody else's by now: another start time.
            Files.writeString(records.resolve(Long.toString(other.pid())), "2001-01-01T00:00:00Z");

            executor().health();

            await().untilAsserted(() -> assertThat(orphan.isAlive()).isFalse());
            await().untilAsserted(() -> assertThat(records).isEmptyDirectory());
            assertThat(other.isAlive()).isTrue();
        } finally {
            orphan.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
