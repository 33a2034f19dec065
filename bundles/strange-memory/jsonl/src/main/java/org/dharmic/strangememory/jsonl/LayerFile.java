package org.dharmic.strangememory.jsonl;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.StrangeMemoryException;
import org.dharmic.support.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One layer in one file. Nothing stays open between calls. Safe for many threads.
 *
 * <p>{@code lock} is the ownership of the file's end: it covers "look whether somebody else changed it, append, force".
 * Reading and counting run without it, on bytes that no longer change.
 */
final class LayerFile {

    private static final Logger LOG = LoggerFactory.getLogger(LayerFile.class);

    private final Path file;
    private final Clock clock;
    private final Disk disk;
    private final IntSupplier tailEntries;
    private final TornEnd end;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock countLock = new ReentrantLock();

    // guarded by lock
    private final Keys keys = new Keys();
    private Stamp known;
    private long generation;
    private long countedFrom;
    private Counts since = Counts.NONE;

    private volatile Optional<Counts> counted = Optional.empty();
    private volatile Tail tail;
    private volatile Stamp before; // the append that is under way
    private volatile boolean closing;
    private volatile long torn;
    private volatile Optional<String> failure = Optional.empty();

    /** @param tailEntries how many entries to keep in memory, asked with every call */
    LayerFile(Path file, Clock clock, Disk disk, IntSupplier tailEntries) {
        this.file = file;
        this.clock = clock;
        this.disk = disk;
        this.tailEntries = tailEntries;
        this.end = new TornEnd(file, clock, disk);
    }

    Path path() {
        return file;
    }

    /** Torn lines cut off since this object exists. */
    long torn() {
        return torn;
    }

    /** Why the last append failed; empty when it did not. */
    Optional<String> failure() {
        return failure;
    }

    // ---- opening and closing

    /** Mends the end of the file and learns the latest keys, so that the first append has nothing to wait for. */
    void open() {
        try {
            long size;
            long learning;
            lock.lock();
            try {
                requireOpen();
                refresh();
                cutTornLine();
                size = known.size();
                learning = generation;
            } finally {
                lock.unlock();
            }
            List<String> latest = Keys.read(file, size);
            lock.lock();
            try {
                if (learning == generation && size == known.size() && !keys.areKnown()) {
                    keys.learn(latest);
                }
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            throw failed("cannot be opened", e);
        }
    }

    /**
     * From now on nothing is written any more. An append that hangs on its disk is not waited for; what it then finds is
     * the file of a successor, which it leaves alone.
     */
    void close(Duration wait) {
        closing = true;
        try {
            if (!lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("An append to {} still hangs; it will not be taken back", file);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        lock.unlock();
    }

    private void requireOpen() {
        if (closing) {
            throw new StrangeMemoryException(file + " is being left to another; append again", null);
        }
    }

    /** Notices what somebody else did to the file. Under the lock. */
    private void refresh() throws IOException {
        Stamp now = Stamp.of(file);
        if (now.equals(known)) {
            return;
        }
        generation++;
        keys.forget();
        tail = null;
        counted = Optional.empty();
        since = Counts.NONE;
        countedFrom = now.size();
        known = now;
    }

    /** Under the lock, after refresh. */
    private void cutTornLine() throws IOException {
        TornEnd.Found found = end.mend(known.size());
        if (found == TornEnd.Found.CUT) {
            torn++;
        }
        if (found != TornEnd.Found.WHOLE) {
            known = null;
            refresh();
        }
    }

    // ---- appending

    /**
     * Appends lines, all or none; on disk when it returns.
     *
     * @param lines those with a known key are not appended again
     * @param then belongs to the same append: when it throws, the lines are taken back
     * @return how many were appended
     * @throws StrangeMemoryException when storage failed; nothing was appended
     */
    int append(List<Addition> lines, Runnable then) {
        lock.lock();
        try {
            requireOpen();
            refresh();
            List<Addition> fresh = fresh(lines);
            if (fresh.isEmpty()) {
                // An earlier append may have ended between the two; what belongs to it is idempotent too.
                then.run();
                return 0;
            }
            cutTornLine();
            before = known;
            try {
                disk.append(file, Addition.together(fresh));
                then.run();
            } catch (IOException | RuntimeException e) {
                takeBack(e);
                throw e;
            }
            learn(fresh);
            failure = Optional.empty();
            return fresh.size();
        } catch (IOException e) {
            throw failed("could not be written, nothing was appended", e);
        } finally {
            before = null;
            lock.unlock();
        }
    }

    private List<Addition> fresh(List<Addition> lines) throws IOException {
        List<Addition> fresh = new ArrayList<>();
        for (Addition line : lines) {
            if (line.key().isBlank() || !isKnown(line.key())) {
                fresh.add(line);
            }
        }
        return fresh;
    }

    private boolean isKnown(String key) throws IOException {
        if (!keys.areKnown()) {
            keys.learn(Keys.read(file, known.size()));
        }
        return keys.contain(key);
    }

    private void takeBack(Exception why) {
        known = null;
        try {
            if (!closing && Files.exists(file)) {
                disk.truncate(file, before.size());
            }
        } catch (IOException e) {
            // What is left of the line is torn, and cut off by the next append.
            why.addSuppressed(e);
        }
    }

    private void learn(List<Addition> lines) throws IOException {
        known = Stamp.of(file);
        since = since.plus(new Counts(lines.size(), 0));
        lines.stream().map(Addition::key).filter(key -> !key.isBlank()).forEach(keys::add);
        Tail cached = tail;
        int keep = tailEntries.getAsInt();
        tail = cached == null || !cached.stamp().equals(before) || keep == 0
                ? null
                : cached.plus(lines, known, keep, clock.getZone());
    }

    private StrangeMemoryException failed(String what, IOException e) {
        String message = file + " " + what + ": " + e;
        failure = Optional.of(message);
        return new StrangeMemoryException(message, e);
    }

    // ---- reading

    /**
     * The last {@code n} entries, oldest first. The first time just these are read, for after an exchange somebody waits;
     * who wants more than are there has all read that are kept.
     */
    List<Entry> recent(int n) {
        if (n <= 0) {
            return List.of();
        }
        int keep = tailEntries.getAsInt();
        try {
            if (n > keep) {
                return Tail.read(file, end(), n, clock.getZone()).entries();
            }
            Tail cached = tail;
            // What is being appended just now need not be seen, and is not worth waiting for.
            if (cached != null
                    && cached.holds(n)
                    && (cached.stamp().equals(before) || cached.stamp().equals(Stamp.of(file)))) {
                return cached.last(n);
            }
            Stamp end = end();
            cached = tail; // an append was under way, and has brought it up to date
            if (cached == null || !cached.stamp().equals(end) || !cached.holds(n)) {
                cached = Tail.read(file, end, cached == null ? n : keep, clock.getZone());
                publish(cached);
            }
            return cached.last(n);
        } catch (IOException e) {
            throw new StrangeMemoryException(file + " cannot be read: " + e, e);
        }
    }

    private Stamp end() throws IOException {
        lock.lock();
        try {
            refresh();
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void publish(Tail read) {
        lock.lock();
        try {
            if (read.stamp().equals(known)) {
                tail = read;
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- counting

    /** The numbers as far as they are known without reading. */
    Optional<Counts> countsNow() {
        lock.lock();
        try {
            return counted.map(base -> base.plus(since));
        } finally {
            lock.unlock();
        }
    }

    /**
     * The numbers; the whole file is read the first time and after somebody else changed it.
     *
     * @param stop looked at now and then; the count is given up when it says so
     */
    Counts counts(BooleanSupplier stop) {
        countLock.lock();
        try {
            long upTo;
            long counting;
            lock.lock();
            try {
                refresh();
                if (counted.isPresent()) {
                    return counted.get().plus(since);
                }
                upTo = countedFrom;
                counting = generation;
            } finally {
                lock.unlock();
            }
            Counts base = Counts.of(file, upTo, clock.getZone(), stop);
            lock.lock();
            try {
                if (counting != generation) {
                    return base;
                }
                if (!stop.getAsBoolean()) {
                    counted = Optional.of(base);
                }
                return base.plus(since);
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            throw new StrangeMemoryException(file + " cannot be read: " + e, e);
        } finally {
            countLock.unlock();
        }
    }

    // ---- taking over

    /**
     * Puts lines before everything that is here already.
     *
     * @param older whole lines with their line feeds
     */
    void prepend(List<byte[]> older) throws IOException {
        lock.lock();
        try {
            requireOpen();
            refresh();
            cutTornLine();
            PrivateFiles.folder(file.toAbsolutePath().getParent());
            Path merged = Files.createTempFile(
                    file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp", PrivateFiles.fileMode());
            try {
                try (RandomAccessFile out = new RandomAccessFile(merged.toFile(), "rw")) {
                    for (byte[] line : older) {
                        out.write(line);
                    }
                    if (known.size() > 0) {
                        copy(out);
                    }
                    out.getFD().sync();
                }
                Files.move(merged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(merged);
            }
            PrivateFiles.forceFolder(file.toAbsolutePath().getParent());
            refresh();
        } finally {
            lock.unlock();
        }
    }

    private void copy(RandomAccessFile out) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            in.transferTo(new FileOutputStream(out.getFD()));
        }
    }
}
