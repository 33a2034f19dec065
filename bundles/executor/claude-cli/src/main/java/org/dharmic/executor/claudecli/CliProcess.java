package org.dharmic.executor.claudecli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.dharmic.executor.Deadline;

/**
 * One process: fed, read and ended.
 *
 * <p>Both pipes are read by the waiting thread itself, and only what is already there. A reader that blocks could not be
 * freed while some grandchild that escaped holds the pipe open; this one leaves at the deadline, whatever happens.
 */
final class CliProcess implements AutoCloseable {

    /** How a wait ended. */
    enum Ending {
        /** The output is complete: it said so, or the process ended. */
        COMPLETE,
        DEADLINE,
        TOO_MUCH_OUTPUT,
        STOPPED
    }

    /** Takes the lines of the standard output one by one. */
    interface Lines {
        /** Returns true when nothing more is needed. */
        boolean line(String line) throws CharacterCodingException;
    }

    private static final int LOOK_MILLIS = 10;

    private final Process process;
    private final ProcessRecords records;
    private final int maxBytes;
    private final byte[] buffer = new byte[16 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final AtomicBoolean closed = new AtomicBoolean();
    private long read;
    private boolean enough;

    private CliProcess(Process process, ProcessRecords records, int maxBytes) {
        this.process = process;
        this.records = records;
        this.maxBytes = maxBytes;
    }

    static CliProcess start(
            List<String> arguments, Map<String, String> environment, Path folder, ProcessRecords records, int maxBytes)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            records.add(process.toHandle());
        } catch (IOException e) {
            ProcessTree.end(process.toHandle());
            throw e;
        }
        return new CliProcess(process, records, maxBytes);
    }

    /**
     * Writes the standard input and closes it. Blocks while the process does not read more than the pipe holds, so it is
     * called on a thread of its own; the end of the process ends it.
     *
     * @throws IOException when the process does not want (all of) it
     */
    void feed(String text) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads until the output is complete.
     *
     * @throws CharacterCodingException when a line is not UTF-8
     */
    Ending await(Lines lines, Deadline deadline, BooleanSupplier stopped) throws IOException {
        while (true) {
            boolean alive = process.isAlive(); // asked before reading: what was written before the exit is not missed
            boolean moved = drain(process.getErrorStream(), null) | drain(process.getInputStream(), lines);
            if (enough) {
                return Ending.COMPLETE;
            }
            if (read > maxBytes) {
                return Ending.TOO_MUCH_OUTPUT;
            }
            if (!alive && !moved) {
                if (line.size() > 0) {
                    lines.line(taken());
                }
                return Ending.COMPLETE;
            }
            if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                return Ending.STOPPED;
            }
            if (deadline.isOver()) {
                return Ending.DEADLINE;
            }
            if (!moved) {
                pause();
            }
        }
    }

    private boolean drain(InputStream from, Lines to) throws IOException {
        boolean moved = false;
        int available;
        while (read <= maxBytes && !enough && (available = from.available()) > 0) {
            int count = from.read(buffer, 0, Math.min(available, buffer.length));
            if (count <= 0) {
                break;
            }
            moved = true;
            read += count;
            if (to != null) {
                split(count, to);
            }
        }
        return moved;
    }

    private void split(int count, Lines to) throws IOException {
        int begin = 0;
        for (int i = 0; i < count && !enough; i++) {
            if (buffer[i] == '\n') {
                line.write(buffer, begin, i - begin);
                begin = i + 1;
                enough = to.line(taken());
            }
        }
        if (!enough) {
            line.write(buffer, begin, count - begin);
        }
    }

    private String taken() throws CharacterCodingException {
        ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
        line.reset();
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }

    private void pause() {
        try {
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The exit code after at most {@code wait}; empty when the process runs on. */
    OptionalInt exitCode(Duration wait) {
        try {
            process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Ends the process with everything it started; harmless to repeat. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ProcessTree.end(process.toHandle());
            records.remove(process.toHandle());
        }
    }
}
