package org.dharmic.launcher;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dharmic.launcher.instance.Exit;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.wire.ExecSocket;
import org.dharmic.launcher.wire.Frame;

/** Runs commands in the container and copies what they print, free of escape sequences, as it comes. */
final class ExecClient {

    /** The ways in follow the readiness for mail within a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long POLL_MILLIS = 20;

    private final Layout layout;

    ExecClient(Layout layout) {
        this.layout = layout;
    }

    /** @return 0 when every command succeeded, 1 when one failed */
    int run(String script, OutputStream out, OutputStream err) throws StartFailure, IOException, InterruptedException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Frame.MAX_BYTES) {
            throw new StartFailure(
                    "A script may have " + Frame.MAX_BYTES + " bytes, this has " + bytes.length, Exit.USAGE);
        }
        try (SocketChannel channel = connect()) {
            // Relative paths in commands begin where the person is, not where the container was started.
            new Frame(Frame.Kind.FOLDER, System.getProperty("user.dir").getBytes(StandardCharsets.UTF_8))
                    .write(channel);
            new Frame(Frame.Kind.SCRIPT, bytes).write(channel);
            OutputStream plainOut = new PlainText(new BufferedOutputStream(out));
            OutputStream plainErr = new PlainText(new BufferedOutputStream(err));
            while (true) {
                Frame frame = Frame.read(channel);
                switch (frame.kind()) {
                    case OUT -> copy(frame, plainOut);
                    case ERR -> copy(frame, plainErr);
                    case EXIT -> {
                        return frame.bytes()[0];
                    }
                    default -> throw new IOException("Unexpected " + frame.kind());
                }
            }
        } catch (EOFException | SocketException e) {
            throw new StartFailure("The container closed the connection before the command had ended", e);
        }
    }

    private static void copy(Frame frame, OutputStream to) throws IOException {
        to.write(frame.bytes());
        to.flush();
    }

    private SocketChannel connect() throws StartFailure, IOException, InterruptedException {
        Path socket = ExecSocket.path(layout.dharmic());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<InstanceLock.Holder> holder = InstanceLock.running(layout);
            if (holder.isEmpty()) {
                throw new StartFailure(
                        "Dharmic is not running (instance " + layout.base() + "); ./dharmic start", Exit.NOT_RUNNING);
            }
            if (Files.exists(socket)) {
                try {
                    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
                } catch (ConnectException e) {
                    // A file left by a killed process: the new one is about to replace it.
                    Thread.onSpinWait();
                }
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailure(
                        "The container (pid " + holder.get().pid() + ") takes no commands: nothing listens at " + socket
                                + "; see " + layout.log().resolve("dharmic.log"));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
