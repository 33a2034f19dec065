package org.dharmic.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.launcher.wire.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ExecServerTest {

    private static final Duration DRAIN = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private Path socket;

    @BeforeEach
    void aPlace() {
        socket = folder.resolve("private").resolve("exec.sock");
    }

    @Test
    void outputAndErrorsComeApartAndTheExitSaysHowItWent() throws Exception {
        Interpreter interpreter = (folder, script, out, err) -> {
            out.println("did " + script);
            err.print("but é");
            return false;
        };
        try (ExecServer server = new ExecServer(socket, interpreter, DRAIN)) {
            Answer answer = ask("something");

            assertThat(answer.out()).isEqualTo("did something\n");
            assertThat(answer.err()).isEqualTo("but é");
            assertThat(answer.exit()).isEqualTo(1);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void commandsLearnInWhichFolderTheirClientWasCalled() throws Exception {
        Interpreter interpreter = (folder, script, out, err) -> {
            out.println(script + " in " + folder.map(Path::toString).orElse("no folder"));
            return true;
        };
        try (ExecServer server = new ExecServer(socket, interpreter, DRAIN)) {
            assertThat(ask("x").out()).isEqualTo("x in no folder\n");
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                new Frame(Frame.Kind.FOLDER, "/some/where é".getBytes(StandardCharsets.UTF_8)).write(channel);
                new Frame(Frame.Kind.SCRIPT, "x".getBytes(StandardCharsets.UTF_8)).write(channel);

                assertThat(Frame.read(channel).bytes())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("x in /some/where é\n");
            }
        }
    }

    @Test
    void onlyItsOwnerCanOpenIt() throws Exception {
        try (ExecServer server = new ExecServer(socket, (folder, script, out, err) -> true, DRAIN)) {
            assertThat(mode(socket)).isEqualTo("rw-------");
            assertThat(mode(socket.getParent())).isEqualTo("rwx------");
        }
    }

    @Test
    void aFolderThatOthersCanEnterIsRefused() throws Exception {
        Files.createDirectory(socket.getParent());
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> new ExecServer(socket, (folder, script, out, err) -> true, DRAIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rwxr-xr-x");
    }

    @Test
    void whatAKilledProcessLeftIsReplaced() throws Exception {
        Files.createDirectory(
                socket.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(socket, "left");

        try (ExecServer server = new ExecServer(socket, (folder, script, out, err) -> true, DRAIN)) {
            assertThat(ask("x").exit()).isZero();
        }
    }

    @Test
    void aLineArrivesWhileTheCommandGoesOn() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Interpreter interpreter = (folder, script, out, err) -> {
            out.println("first");
            return awaitQuietly(seen);
        };
        try (ExecServer server = new ExecServer(socket, interpreter, DRAIN);
                SocketChannel channel = open("x")) {
            StringBuilder text = new StringBuilder();
            while (!text.toString().equals("first\n")) {
                text.append(new String(Frame.read(channel).bytes(), StandardCharsets.UTF_8));
            }
            seen.countDown();
            Frame last = Frame.read(channel);
            assertThat(last.kind()).isEqualTo(Frame.Kind.EXIT);
            assertThat(last.bytes()).containsExactly(0);
        }
    }

    @Test
    void anEndlessCommandEndsSomeTimeAfterItsClientHasLeft() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Interpreter interpreter = (folder, script, out, err) -> {
            began.countDown();
            interrupted.set(!awaitQuietly(new CountDownLatch(1)));
            return true;
        };
        try (ExecServer server = new ExecServer(socket, interpreter, DRAIN)) {
            SocketChannel channel = open("x");
            began.await();
            channel.close();

            await().atMost(Duration.ofSeconds(10)).untilTrue(interrupted);
        }
    }

    @Test
    void closingCutsOffWhatStillRuns() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        Interpreter interpreter = (folder, script, out, err) -> {
            began.countDown();
            return awaitQuietly(new CountDownLatch(1));
        };
        ExecServer server = new ExecServer(socket, interpreter, DRAIN);
        try (SocketChannel channel = open("x")) {
            began.await();
            server.close();

            assertThatThrownBy(() -> Frame.read(channel)).isInstanceOfAny(EOFException.class, IOException.class);
        }
    }

    @Test
    void theCommandThatExchangesThisBundleLearnsHowItWentWhileTheNextOneServes() throws Exception {
        AtomicReference<ExecServer> old = new AtomicReference<>();
        AtomicReference<ExecServer> next = new AtomicReference<>();
        Interpreter exchanging = (folder, script, out, err) -> {
            Thread exchange = new Thread(() -> {
                old.get().leave(Duration.ofSeconds(10));
                next.set(server((elsewhere, line, printed, failed) -> {
                    printed.println("the next one");
                    return true;
                }));
            });
            exchange.start();
            try {
                exchange.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            assertThat(ask("x").out()).isEqualTo("the next one\n");
            out.println("exchanged");
            return true;
        };
        old.set(server(exchanging));

        Answer answer = ask("swap:upgrade exec.jar");

        assertThat(answer.out()).isEqualTo("exchanged\n");
        assertThat(answer.exit()).isZero();
        assertThat(ask("x").out()).isEqualTo("the next one\n");
        next.get().close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("exec-session") || name.startsWith("exec-leave")));
    }

    @Test
    void whatDoesNotEndAfterAnExchangeIsCutOff() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        ExecServer server = server((folder, script, out, err) -> {
            began.countDown();
            return awaitQuietly(new CountDownLatch(1));
        });
        try (SocketChannel channel = open("x")) {
            began.await();

            server.leave(DRAIN);

            assertThatThrownBy(() -> Frame.read(channel)).isInstanceOfAny(EOFException.class, IOException.class);
        }
    }

    private ExecServer server(Interpreter interpreter) {
        try {
            return new ExecServer(socket, interpreter, DRAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private record Answer(String out, String err, int exit) {}

    private Answer ask(String script) {
        try {
            return asked(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer asked(String script) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (SocketChannel channel = open(script)) {
            while (true) {
                Frame frame = Frame.read(channel);
                switch (frame.kind()) {
                    case OUT -> out.write(frame.bytes());
                    case ERR -> err.write(frame.bytes());
                    default -> {
                        return new Answer(
                                out.toString(StandardCharsets.UTF_8),
                                err.toString(StandardCharsets.UTF_8),
                                frame.bytes()[0]);
                    }
                }
            }
        }
    }

    private SocketChannel open(String script) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        new Frame(Frame.Kind.SCRIPT, script.getBytes(StandardCharsets.UTF_8)).write(channel);
        return channel;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
