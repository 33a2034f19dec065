package org.dharmic.mail.imap.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path programs;

    @TempDir
    Path folder;

    private TokenCommand command;

    @BeforeEach
    void make() {
        command = new TokenCommand(folder);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private String program(String body) throws IOException {
        Path file = Files.writeString(programs.resolve("program"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    private String run(String... words) throws TokenCommand.NoToken {
        return command.run(List.of(words), Set.of("PATH"), LIMIT);
    }

    @Test
    void theTokenIsWhatItWrites() throws Exception {
        assertThat(run(program("echo ya29.a-b_c"))).isEqualTo("ya29.a-b_c");
    }

    @Test
    void itSeesTheNamedVariablesOnly() throws Exception {
        String listed = run(program("env | cut -d= -f1 | tr '\\n' ,"));
        assertThat(Set.of(listed.split(","))).contains("PATH").isSubsetOf("PATH", "PWD", "SHLVL", "OLDPWD", "_");
    }

    @Test
    void noShellLooksAtItsArguments() throws Exception {
        assertThat(run(program("printf %s \"$1\""), "$(id)`id`;id>x|y")).isEqualTo("$(id)`id`;id>x|y");
    }

    @Test
    void itsInputIsAtItsEnd() throws Exception {
        assertThat(run(program("cat; echo done"))).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "exit 3, 'ended with 3'",
        "true, 'wrote nothing'",
        "echo one two, 'blanks or several lines'",
        "printf 'one\\ntwo', 'blanks or several lines'",
        "'head -c 20000 /dev/zero | tr \"\\0\" x', 'more than 16384 bytes'"
    })
    void whateverIsNoTokenIsRefusedWithoutBeingRepeated(String body, String why) throws Exception {
        String program = program(body);
        assertThatThrownBy(() -> run(program))
                .isInstanceOf(TokenCommand.NoToken.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("xxx");
    }

    @Test
    void endlessOutputIsCutOff() throws Exception {
        String program = program("yes");
        assertThatThrownBy(() -> run(program)).hasMessageContaining("more than 16384 bytes");
    }

    @Test
    void aProgramThatIsNotThereIsTold() {
        assertThatThrownBy(() -> run("/nowhere/program"))
                .isInstanceOf(TokenCommand.NoToken.class)
                .hasMessageContaining("cannot be run");
    }

    @Test
    void whenItsTimeIsOverItAndItsChildrenAreEnded() throws Exception {
        Path pid = programs.resolve("pid");
        String program = program("sleep 600 & echo $! > '" + pid + "'; wait");
        assertThatThrownBy(() -> command.run(List.of(program), Set.of("PATH"), Duration.ofSeconds(1)))
                .hasMessageContaining("did not end within 1 s");
        long child = Long.parseLong(Files.readString(pid).strip());
        await().until(() ->
                ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void whoeverLeavesDoesNotWaitForIt() throws Exception {
        Path begun = programs.resolve("begun");
        String program = program("touch '" + begun + "'; sleep 600");
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                run(program);
            } catch (TokenCommand.NoToken e) {
                end.complete(e);
            }
        });
        thread.start();
        await().until(() -> Files.exists(begun));
        command.abort();
        assertThat(end.get()).isInstanceOf(TokenCommand.NoToken.class);
        thread.join();
        assertThatThrownBy(() -> run(program)).hasMessageContaining("the account is leaving");
    }
}
