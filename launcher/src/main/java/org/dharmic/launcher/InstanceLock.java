package org.dharmic.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/**
 * One process per data folder. The operating system's lock on {@code data/dharmic/lock} decides, and goes with the
 * process; what the file says only tells others who holds it.
 */
final class InstanceLock implements AutoCloseable {

    /**
     * @param pid of the container's process
     * @param started when that process began, as the operating system says: a later process with the same pid differs
     */
    record Holder(long pid, Instant started) {

        static Holder self() {
            ProcessHandle self = ProcessHandle.current();
            return new Holder(self.pid(), self.info().startInstant().orElseGet(Instant::now));
        }

        static Optional<Holder> parse(String text) {
            String[] parts = text.strip().split("\\s+");
            if (parts.length != 2 || !parts[0].matches("\\d{1,18}")) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Holder(Long.parseLong(parts[0]), Instant.parse(parts[1])));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }

        String format() {
            return pid + " " + started + "\n";
        }

        /** The live process this holder stands for, if it still is that one. */
        Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid).filter(Processes::isAlive).filter(this::isSameProcess);
        }

        private boolean isSameProcess(ProcessHandle process) {
            // The clock behind start times ticks in hundredths of a second.
            return process.info()
                    .startInstant()
                    .map(at -> Math.abs(at.toEpochMilli() - started.toEpochMilli()) < 50)
                    .orElse(true);
        }
    }

    private final FileChannel channel;
    private final FileLock lock;

    private InstanceLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock or fails with a line that says who has it. */
    static InstanceLock take(Layout layout, Holder self) throws IOException, StartFailure {
        Path file = layout.lock();
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                DurableFile.owner("rw-------"));
        FileLock lock = null;
        try {
            lock = tryLock(channel);
            if (lock == null) {
                throw new StartFailure(refusal(layout, holder(file)));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self.format().getBytes(StandardCharsets.UTF_8)), 0);
            return new InstanceLock(channel, lock);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    static String refusal(Layout layout, Optional<Holder> holder) {
        String who = holder.map(h -> "pid " + h.pid() + ", running since " + h.started())
                .orElse("a process that did not sign");
        return layout.dharmic() + " is in use by another Dharmic (" + who
                + "); stop that one, or choose another instance with --base";
    }

    /** Who signed the lock file last, whether alive or not. */
    static Optional<Holder> holder(Path file) {
        try {
            return Holder.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The running container of this instance. */
    static Optional<Holder> running(Layout layout) {
        return holder(layout.lock()).filter(holder -> holder.process().isPresent());
    }

    @Override
    public void close() throws IOException {
        channel.truncate(0);
        lock.release();
        channel.close();
    }
}
