package org.dharmic.journal.sqlite.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Spooled;
import org.dharmic.support.files.PrivateFiles;

/**
 * The folder with the bytes of mails and replies, one file each. A name begins with the process that wrote it: a file
 * nobody refers to may still be in the hands of a worker of this process, never of an earlier one.
 */
public final class Spool {

    private static final Pattern NAME = Pattern.compile("[0-9a-z]{1,40}-[0-9a-z]{1,20}");
    private static final int BUFFER = 64 << 10;
    /** After this nobody of this process is still about to refer to a file. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;
    private final Boot boot;
    private final Clock clock;
    /** Kept: to find it is to read the list of all mounts. */
    private final FileStore store;

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();

    public Spool(Path folder, Boot boot, Clock clock) throws IOException {
        this.folder = PrivateFiles.folder(folder);
        this.boot = boot;
        this.clock = clock;
        this.store = Files.getFileStore(folder);
    }

    /** Nobody can take a torn file for a whole one: its name is told, and stored, after its bytes are forced. */
    public Spooled write(InputStream bytes, long maxBytes, long minFreeBytes) throws IOException {
        long free = free();
        if (free < minFreeBytes) {
            throw new IOException(
                    "%s has %,d MB free and spool.min.free.mb asks for %,d: make room, or nothing is taken in"
                            .formatted(folder, free >> 20, minFreeBytes >> 20));
        }
        String ref = boot.id() + "-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        Path file = folder.resolve(ref);
        try {
            Spooled spooled = copy(bytes, maxBytes, file, ref);
            written.incrementAndGet();
            return spooled;
        } catch (IOException | RuntimeException | Error e) {
            discard(file, e);
            throw e;
        }
    }

    /**
     * Makes the names of all files written so far durable, as their bytes are. A name matters only when something refers to
     * it, so one forced write does for all that are referred to together.
     */
    public void settle() {
        long now = written.get();
        if (settled.get() >= now) {
            return;
        }
        try {
            PrivateFiles.forceFolder(folder);
        } catch (IOException e) {
            throw new JournalException("the names of spooled files in " + folder + " cannot be forced: " + e, e);
        }
        settled.accumulateAndGet(now, Math::max);
    }

    private static void discard(Path file, Throwable cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static Spooled copy(InputStream bytes, long maxBytes, Path file, String ref) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        FileAttribute<?>[] mode = PrivateFiles.fileMode();
        try (FileChannel out =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                size += n;
                if (size > maxBytes) {
                    throw new IOException("longer than the " + maxBytes + " bytes allowed");
                }
                digest.update(buffer, 0, n);
                ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, n);
                while (chunk.hasRemaining()) {
                    out.write(chunk);
                }
            }
            out.force(true);
        }
        return new Spooled(ref, HexFormat.of().formatHex(digest.digest()), size);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public InputStream open(String ref) throws IOException {
        return Files.newInputStream(file(ref));
    }

    /** True when the bytes are there in full. */
    public boolean holds(Spooled spooled) {
        try {
            return Files.size(file(spooled.ref())) == spooled.size();
        } catch (IOException e) {
            return false;
        }
    }

    public void delete(String ref) throws IOException {
        Files.deleteIfExists(file(ref));
    }

    public long free() throws IOException {
        return store.getUsableSpace();
    }

    /** Names are made here and never paths, whoever hands one in. */
    private Path file(String ref) throws IOException {
        if (!NAME.matcher(ref).matches()) {
            throw new NoSuchFileException(ref, null, "no name of a spooled file");
        }
        return folder.resolve(ref);
    }

    /** Files that nobody can be about to refer to any more, in parts of at most {@code part} names, and what an earlier version tore. */
    public List<Set<String>> candidatesForSweeping(int part) throws IOException {
        Instant abandoned = clock.instant().minus(ABANDONED);
        List<Set<String>> parts = new ArrayList<>();
        Set<String> current = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean ours = name.startsWith(boot.id() + "-") || name.startsWith("." + boot.id() + "-");
                if (ours && lastModified(file).isAfter(abandoned)) {
                    continue;
                }
                if (name.endsWith(".tmp")) {
                    Files.deleteIfExists(file);
                } else if (NAME.matcher(name).matches()) {
                    current.add(name);
                    if (current.size() == part) {
                        parts.add(current);
                        current = new HashSet<>();
                    }
                }
            }
        }
        if (!current.isEmpty()) {
            parts.add(current);
        }
        return parts;
    }

    /** A file that has just gone needs no sweeping. */
    private static Instant lastModified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        }
    }
}
