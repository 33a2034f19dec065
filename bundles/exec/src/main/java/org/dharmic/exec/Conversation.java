package org.dharmic.exec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadFactory;
import org.dharmic.launcher.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: reads its script, runs it, sends output as it comes, and stops when the client has left. */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Interpreter interpreter;
    private final ThreadFactory threads;

    /** @param threads for the one that notices a client's leaving */
    Conversation(Interpreter interpreter, ThreadFactory threads) {
        this.interpreter = interpreter;
        this.threads = threads;
    }

    /** Blocks until the script has ended or the client has left. The caller closes both streams. */
    void hold(DataInputStream in, DataOutputStream wire) throws IOException {
        Frame script = Frame.read(in);
        if (script.kind() != Frame.Kind.SCRIPT) {
            throw new IOException("A conversation begins with a script, not with " + script.kind());
        }
        Thread worker = Thread.currentThread();
        Thread watcher = threads.newThread(() -> interruptWhenLeft(in, worker));
        watcher.start();
        boolean succeeded;
        try (PrintStream out = print(Frame.Kind.OUT, wire);
                PrintStream err = print(Frame.Kind.ERR, wire)) {
            succeeded = interpreter.run(new String(script.bytes(), StandardCharsets.UTF_8), out, err);
        }
        synchronized (wire) {
            new Frame(Frame.Kind.EXIT, new byte[] {(byte) (succeeded ? 0 : 1)}).write(wire);
        }
    }

    private static PrintStream print(Frame.Kind kind, DataOutputStream wire) {
        return new PrintStream(new FrameStream(kind, wire), false, StandardCharsets.UTF_8);
    }

    /** The client says nothing after its script: whatever ends this read, it has left. */
    private static void interruptWhenLeft(DataInputStream in, Thread worker) {
        try {
            in.read();
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The client's end broke", e);
        }
        worker.interrupt();
    }
}
