package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dharmic.itests.support.Instance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dharmic} and a container that runs, shared by the tests. */
class LauncherTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path base;

    private static Instance dharmic;

    @BeforeAll
    static void start() throws Exception {
        dharmic = Instance.empty(Distribution.home(), base);
        dharmic.start();
    }

    @AfterAll
    static void stop() throws Exception {
        dharmic.close();
    }

    @Test
    void statusSaysThatItRuns() throws Exception {
        Instance.Said said = dharmic.run("status");
        assertThat(said.code()).isZero();
        assertThat(said.out())
                .contains("ready", "pid " + dharmic.process().orElseThrow().pid());
    }

    @Test
    void execTellsSuccessFromFailure() throws Exception {
        assertThat(dharmic.run("exec", "executor:list"))
                .satisfies(said -> assertThat(said.code()).isZero())
                .satisfies(said -> assertThat(said.out()).contains("extractive"));
        assertThat(dharmic.run("exec", "journal:show nosuchitem"))
                .satisfies(said -> assertThat(said.code()).isEqualTo(1))
                .satisfies(said -> assertThat(said.err().lines())
                        .singleElement()
                        .asString()
                        .contains("nosuchitem"));
        assertThat(dharmic.run("exec", "no:such"))
                .satisfies(said -> assertThat(said.code()).isEqualTo(1))
                .satisfies(said -> assertThat(said.err()).contains("no:such"));
    }

    @Test
    void execRunsEveryLineOfItsInputAndPrintsCleanText() throws Exception {
        Instance.Said said = dharmic.runWith("""
                # one fact, and where it is found
                deep-memory:add "The well is 9 metres deep"

                no:such
                deep-memory:search well
                bundle:list -s
                """, "exec");
        assertThat(said.code()).as("one of them failed").isEqualTo(1);
        assertThat(said.err()).contains("no:such");
        assertThat(said.out()).contains("Kept as", "The well is 9 metres deep", "org.dharmic.shell");
        assertThat(said.out() + said.err()).doesNotContain("\u001b");
    }

    @Test
    void aSecondStartIsRefusedAndSaysWhoIsThere() throws Exception {
        long pid = dharmic.process().orElseThrow().pid();
        Instance.Said said = dharmic.run("start");
        assertThat(said.code()).isNotZero();
        assertThat(said.err().lines()).singleElement().asString().contains(String.valueOf(pid));
        Process inFront = dharmic.boot();
        assertThat(inFront.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(inFront.exitValue()).isNotZero();
        assertThat(dharmic.process())
                .hasValueSatisfying(process -> assertThat(process.pid()).isEqualTo(pid));
        assertThat(dharmic.run("status").code()).isZero();
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingStarts(@TempDir Path other) throws Exception {
        try (Instance second = Instance.empty(Distribution.home(), other);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            second.sshPort(taken.getLocalPort());
            Instance.Said said = second.run("start");
            assertThat(said.code()).isNotZero();
            assertThat(said.err().lines())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort(), "org.apache.karaf.shell.cfg");
            assertThat(second.run("status").code()).isEqualTo(3);
            assertThat(second.run("exec", "agent:status").code()).isEqualTo(3);
            assertThat(second.run("stop").code()).isZero();
        }
    }

    @Test
    void onlyThisMachineCanConnect() throws Exception {
        long pid = dharmic.process().orElseThrow().pid();
        // The ways in follow the readiness for mail within a moment.
        List<String> listening =
                await().atMost(SOON).until(() -> ListeningSockets.of(pid), sockets -> !sockets.isEmpty());
        assertThat(listening).as("ssh and whatever else").allMatch(ListeningSockets::isLoopback);
    }

    @Test
    void whatItKeepsIsTheOwnersAlone() throws Exception {
        dharmic.tell("strange-memory:append observations \"content=private\"");
        List<String> open = new ArrayList<>();
        for (Path root : List.of(dharmic.data(), base.resolve("etc/console.key"))) {
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path file : tree.toList()) {
                    if (Files.exists(file)) {
                        String mode = PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
                        if (!mode.endsWith("------")) {
                            open.add(base.relativize(file) + " " + mode);
                        }
                    }
                }
            }
        }
        assertThat(open).isEmpty();
    }
}
