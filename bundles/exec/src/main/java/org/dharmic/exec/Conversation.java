package org.dharmic.exec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.dharmic.launcher.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: reads its script, runs it, sends output as it comes, and stops when the client has left. */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Interpreter interpreter;
    private final ThreadFactory threads;
    private final Duration grace;

    /**
     * @param threads for the one that notices a client's leaving
     * @param grace how long a command may go on when its client has left. Only an endless one is interrupted: an interrupt
     *     in the middle of a write could close a file that others use.
     */
    Conversation(Interpreter interpreter, ThreadFactory threads, Duration grace) {
        this.interpreter = interpreter;
        this.threads = threads;
        this.grace = grace;
    }

    /** Blocks until the script has ended, or the client has left and the grace is over. The caller closes the wire. */
    void hold(ByteChannel wire) throws IOException {
        Frame script = Frame.read(wire);
        Optional<Path> folder = Optional.empty();
        if (script.kind() == Frame.Kind.FOLDER) {
            folder = Optional.of(folder(script));
            script = Frame.read(wire);
        }
        if (script.kind() != Frame.Kind.SCRIPT) {
            throw new IOException("A conversation begins with a script, not with " + script.kind());
        }
        Thread worker = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        threads.newThread(() -> watch(wire, worker, ended)).start();
        try {
            boolean succeeded;
            try (PrintStream out = print(Frame.Kind.OUT, wire);
                    PrintStream err = print(Frame.Kind.ERR, wire)) {
                succeeded = interpreter.run(folder, text(script), out, err);
            }
            new Frame(Frame.Kind.EXIT, new byte[] {(byte) (succeeded ? 0 : 1)}).write(wire);
        } finally {
            synchronized (worker) {
                ended.countDown();
                Thread.interrupted(); // the mark of a client's leaving does not pass to the next one
            }
        }
    }

    private static Path folder(Frame frame) throws IOException {
        try {
            return Path.of(text(frame)).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IOException("A client's folder must be a path, was " + text(frame), e);
        }
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), StandardCharsets.UTF_8);
    }

    private static PrintStream print(Frame.Kind kind, ByteChannel wire) {
        return new PrintStream(new FrameStream(kind, wire), false, StandardCharsets.UTF_8);
    }

    /** The client says nothing after its script: whatever ends this read, it has left. */
    private void watch(ByteChannel wire, Thread worker, CountDownLatch ended) {
        try {
            wire.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            LOG.debug("The client's end broke", e);
        }
        try {
            if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                synchronized (worker) {
                    if (ended.getCount() > 0) {
                        worker.interrupt();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
