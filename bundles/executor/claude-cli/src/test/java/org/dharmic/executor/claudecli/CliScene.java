package org.dharmic.executor.claudecli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.platform.SecretResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An executor whose program is scripted; what it left behind can be seen. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class CliScene {

    static final String KEY = "a-key-for-tests";
    static final SecretResolver SECRETS = name -> KEY.toCharArray();

    @TempDir
    Path temp;

    ScriptedCli cli;
    final List<ClaudeCliExecutor> open = new ArrayList<>();

    @BeforeEach
    void script() throws IOException {
        cli = new ScriptedCli(temp.resolve("bin"));
    }

    @AfterEach
    void close() {
        open.forEach(ClaudeCliExecutor::deactivate);
    }

    ClaudeCliExecutor executor(ClaudeCliSettings settings) {
        ClaudeCliExecutor executor = new ClaudeCliExecutor(settings, temp::resolve, "data", Clock.systemUTC());
        executor.bindSecretResolver(SECRETS);
        open.add(executor);
        return executor;
    }

    ClaudeCliExecutor executor() {
        return executor(settings(cli.program().toString(), ClaudeCliSettings.Auth.API_KEY, 3));
    }

    static ClaudeCliSettings settings(String command, ClaudeCliSettings.Auth auth, int processes) {
        return new ClaudeCliSettings(
                command,
                "sonnet",
                auth,
                "anthropic.api.key",
                "",
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                processes,
                8,
                4 * 1024 * 1024,
                1024,
                0,
                Duration.ZERO);
    }

    static Prompt prompt(String user) {
        return new Prompt("item-1", "Be kind. secret-system-words", user, "?", List.of());
    }

    static CompletableFuture<Completion> start(ClaudeCliExecutor executor, String user, Duration limit) {
        return executor.run(prompt(user), Lane.INTERACTIVE, Deadline.in(limit)).toCompletableFuture();
    }

    static Completion run(ClaudeCliExecutor executor, String user) {
        return start(executor, user, Duration.ofSeconds(15)).join();
    }

    void assertNothingLeft() {
        await().atMost(5, TimeUnit.SECONDS).untilAsserted(() -> {
            for (String pid : cli.noted("pids").lines().toList()) {
                assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                        .isEmpty();
            }
            for (String folder : List.of("processes", "prompts")) {
                try (Stream<Path> files = Files.list(temp.resolve("data").resolve(folder))) {
                    assertThat(files).isEmpty();
                }
            }
        });
    }
}
