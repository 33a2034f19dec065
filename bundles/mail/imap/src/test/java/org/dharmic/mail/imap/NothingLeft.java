package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Whatever went wrong in a test, an account works on with no more threads than it began with, and when it has left there are no
 * more threads and sockets in this process than before.
 */
public final class NothingLeft implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {

    private static final Duration SOON = Duration.ofSeconds(20);
    /** Intake, admission, composing, two for replies, the one that helps them in a burst, and the one that watches the lines. */
    private static final int THREADS_OF_AN_ACCOUNT = 7;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            server.accept().close(); // Java keeps a socket of its own for the first one that is closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        store(context).put("sockets", sockets());
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(threads("mail-test-")).hasSizeLessThanOrEqualTo(THREADS_OF_AN_ACCOUNT));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long before = store(context).get("sockets", Long.class);
        await().atMost(SOON)
                .untilAsserted(
                        () -> { // a pool counts as ended a moment before its last thread is gone
                            assertThat(threads("mail-")).isEmpty();
                            assertThat(sockets()).isLessThanOrEqualTo(before);
                        });
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(NothingLeft.class, context.getUniqueId()));
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /** Open in this process; 0 where the system does not show it. */
    private static long sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.filter(NothingLeft::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
