package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** How many lines back a key is known after a restart, and how many keys are kept in memory. */
    static final int KEY_LINES = 10_000;

    private static final int COPY_CHUNK = 1 << 20;

    /**
     * Lines of the layer in numbers.
     *
     * @param entries that can be read
     * @param unreadable that cannot
     */
    record Counts(long entries, long unreadable) {
        Counts plus(Counts more) {
            return new Counts(entries + more.entries, unreadable + more.unreadable);
        }
    }

    /** How the file looked: differs when somebody else wrote it. */
    private record Stamp(long size, FileTime modified, Object fileKey) {
        static final Stamp NONE = new Stamp(0, FileTime.fromMillis(0), "none");
    }

    /** @param complete there is nothing before these entries */
    private record Tail(Stamp stamp, List<Entry> entries, boolean complete) {
        boolean holds(int n) {
            return complete || entries.size() >= n;
        }
    }

    private final Path file;
    private final Clock clock;
    private final Disk disk;
    private final IntSupplier tailEntries;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock countLock = new ReentrantLock();

    // guarded by lock
    private final Set<String> keys = new LinkedHashSet<>();
    private Stamp known;
    private long generation;
    private long countedFrom;
    private Counts since = new Counts(0, 0);

    private volatile Optional<Counts> counted = Optional.empty();
    private volatile Tail tail;
    private volatile long torn;
    private volatile Optional<String> failure = Optional.empty();

    /** @param tailEntries how many entries to keep in memory, asked with every call */
    LayerFile(Path file, Clock clock, Disk disk, IntSupplier tailEntries) {
        this.file = file;
        this.clock = clock;
        this.disk = disk;
        this.tailEntries = tailEntries;
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

    // ---- opening

    /** Mends the end of the file and learns the latest keys, so that the first append has nothing to wait for. */
    void open() {
        lock.lock();
        try {
            refresh();
            cutTornLine();
        } catch (IOException e) {
            throw failed("cannot be opened", e);
        } finally {
            lock.unlock();
        }
    }

    /** Notices what somebody else did to the file. Under the lock. */
    private void refresh() throws IOException {
        Stamp now = stamp();
        if (now.equals(known)) {
            return;
        }
        generation++;
        keys.clear();
        tail = null;
        counted = Optional.empty();
        since = new Counts(0, 0);
        countedFrom = now.size();
        List<String> latest = new ArrayList<>();
        if (now.size() > 0) {
            try (BackwardLines lines = new BackwardLines(file, now.size())) {
                Optional<BackwardLines.Line> line = lines.previous();
                for (int i = 0; i < KEY_LINES && line.isPresent(); i++, line = lines.previous()) {
                    line.get()
                            .bytes()
                            .flatMap(this::parse)
                            .map(EntryFormat.Parsed::key)
                            .filter(key -> !key.isEmpty())
                            .ifPresent(latest::add);
                }
            }
        }
        Collections.reverse(latest);
        keys.addAll(latest);
        known = now;
    }

    /** A last line without line feed: kept when it is an entry, else moved aside. Under the lock, after refresh. */
    private void cutTornLine() throws IOException {
        long size = known.size();
        if (size == 0) {
            return;
        }
        BackwardLines.Line last;
        try (BackwardLines lines = new BackwardLines(file, size)) {
            last = lines.previous().orElseThrow();
        }
        if (last.ended()) {
            return;
        }
        if (last.bytes().flatMap(this::parse).isPresent()) {
            disk.append(file, new byte[] {'\n'});
        } else {
            Path aside = file.resolveSibling(file.getFileName() + ".torn");
            keepAside(aside, last.start(), size);
            disk.truncate(file, last.start());
            torn++;
            LOG.warn(
                    "Torn last line of {} cut off at offset {}, its {} bytes are in {}",
                    file,
                    last.start(),
                    size - last.start(),
                    aside);
        }
        known = null;
        refresh();
    }

    private void keepAside(Path aside, long from, long to) throws IOException {
        disk.append(
                aside,
                ("# " + file.getFileName() + " offset " + from + " length " + (to - from) + " cut off at "
                                + clock.instant() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(from);
            for (long at = from; at < to; ) {
                byte[] chunk = new byte[(int) Math.min(COPY_CHUNK, to - at)];
                in.readFully(chunk);
                disk.append(aside, chunk);
                at += chunk.length;
            }
        }
        disk.append(aside, new byte[] {'\n'});
    }

    // ---- appending

    /**
     * Appends a line; on disk when it returns.
     *
     * @param key known keys are not appended again; blank for none
     * @param line with its line feed
     * @param then belongs to the same append: when it throws, the line is taken back
     * @return false when the key was known
     * @throws StrangeMemoryException when storage failed; nothing was appended
     */
    boolean append(String key, byte[] line, Runnable then) {
        lock.lock();
        try {
            refresh();
            if (!key.isBlank() && keys.contains(key)) {
                // An earlier append may have ended between the two; what belongs to it is idempotent too.
                then.run();
                return false;
            }
            cutTornLine();
            Stamp before = known;
            try {
                disk.append(file, line);
                then.run();
            } catch (IOException | RuntimeException e) {
                takeBack(before, e);
                throw e;
            }
            learn(key, line, before);
            failure = Optional.empty();
            return true;
        } catch (IOException e) {
            throw failed("could not be written, nothing was appended", e);
        } finally {
            lock.unlock();
        }
    }

    private void takeBack(Stamp before, Exception why) {
        known = null;
        try {
            if (Files.exists(file)) {
                disk.truncate(file, before.size());
            }
        } catch (IOException e) {
            // What is left of the line is torn, and cut off by the next append.
            why.addSuppressed(e);
        }
    }

    private void learn(String key, byte[] line, Stamp before) throws IOException {
        known = stamp();
        since = since.plus(new Counts(1, 0));
        if (!key.isBlank()) {
            keys.add(key);
            if (keys.size() > KEY_LINES) {
                keys.remove(keys.iterator().next());
            }
        }
        Tail cached = tail;
        int keep = tailEntries.getAsInt();
        if (cached == null || !cached.stamp().equals(before) || keep == 0) {
            tail = null;
            return;
        }
        List<Entry> entries = new ArrayList<>(cached.entries());
        entries.add(parse(line).orElseThrow().entry());
        int surplus = Math.max(0, entries.size() - keep);
        tail = new Tail(
                known, List.copyOf(entries.subList(surplus, entries.size())), cached.complete() && surplus == 0);
    }

    private StrangeMemoryException failed(String what, IOException e) {
        String message = file + " " + what + ": " + e;
        failure = Optional.of(message);
        return new StrangeMemoryException(message, e);
    }

    // ---- reading

    /** The last {@code n} entries, oldest first. */
    List<Entry> recent(int n) {
        if (n <= 0) {
            return List.of();
        }
        int keep = tailEntries.getAsInt();
        try {
            if (n > keep) {
                return read(end(), n).entries();
            }
            Tail cached = tail;
            if (cached == null || !cached.stamp().equals(stamp()) || !cached.holds(n)) {
                Stamp end = end();
                cached = read(end, keep);
                publish(cached);
            }
            List<Entry> entries = cached.entries();
            return entries.subList(Math.max(0, entries.size() - n), entries.size());
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

    private Tail read(Stamp end, int n) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (end.size() == 0) {
            return new Tail(end, List.of(), true);
        }
        try (BackwardLines lines = new BackwardLines(file, end.size())) {
            Optional<BackwardLines.Line> line = lines.previous();
            while (line.isPresent() && entries.size() < n) {
                line.get()
                        .bytes()
                        .flatMap(this::parse)
                        .map(EntryFormat.Parsed::entry)
                        .ifPresent(entries::add);
                line = lines.previous();
            }
            Collections.reverse(entries);
            return new Tail(end, List.copyOf(entries), line.isEmpty());
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
            Counts base = count(upTo, stop);
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

    private Counts count(long upTo, BooleanSupplier stop) throws IOException {
        if (upTo == 0) {
            return new Counts(0, 0);
        }
        long entries = 0;
        long unreadable = 0;
        try (ForwardLines lines = new ForwardLines(file, upTo)) {
            for (Optional<ForwardLines.Line> line = lines.next();
                    line.isPresent() && !stop.getAsBoolean();
                    line = lines.next()) {
                if (line.get().isBlank()) {
                    continue;
                }
                if (line.get().bytes().flatMap(this::parse).isPresent()) {
                    entries++;
                } else {
                    unreadable++;
                }
            }
        }
        return new Counts(entries, unreadable);
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
        byte[] chunk = new byte[COPY_CHUNK];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
            }
        }
    }

    // ---- small things

    private Optional<EntryFormat.Parsed> parse(byte[] line) {
        return isBlank(line) ? Optional.empty() : EntryFormat.parse(line, clock.getZone());
    }

    static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }

    private Stamp stamp() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return Stamp.NONE;
        }
    }
}
