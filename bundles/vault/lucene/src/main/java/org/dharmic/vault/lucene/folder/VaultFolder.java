package org.dharmic.vault.lucene.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The folder of the vault: walking it and reading from it, and nothing beside it.
 *
 * <p>A file is opened from the root downwards, folder by folder relative to the one before, and no step follows a
 * symbolic link ({@code openat} with {@code O_NOFOLLOW}). So no path, however written, and no link that is put in place
 * between a check and its use leads out of the vault. Links inside the vault are not followed either: their target is
 * found under its own name.
 */
public final class VaultFolder {

    /** A file's bytes, or some of them, and what the file was when it was opened. */
    public record Content(byte[] bytes, long size, long modified) {}

    /** What a walk has found. */
    public record Walk(List<FileSeen> files, List<String> skipped, List<String> unreadableFolders) {}

    interface Use<R> {
        R apply(SeekableByteChannel channel, BasicFileAttributes attributes) throws IOException;
    }

    /** Where it is configured, and all that is done with it; messages name it. */
    public static final String CONFIGURED_IN = "etc/org.dharmic.vault.lucene.cfg";

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final int BINARY_PROBE = 8192;

    private final Path configured;
    private final Globs globs;
    private final long maxBytes;

    public VaultFolder(Path configured, Globs globs, long maxBytes) {
        this.configured = configured;
        this.globs = globs;
        this.maxBytes = maxBytes;
    }

    /** Where it lies; a root that is itself a link is followed, for the owner configured it. */
    Path root() throws IOException {
        return configured.toRealPath();
    }

    /** What stays the same as long as it is the same folder: device and inode where there are such. */
    Object identity() throws IOException {
        Object key = Files.readAttributes(configured, BasicFileAttributes.class).fileKey();
        return key == null ? configured : key;
    }

    public Path configured() {
        return configured;
    }

    public Globs globs() {
        return globs;
    }

    /** Why the folder cannot be used now; empty when it can. An empty folder may be a mount that is gone. */
    public String missing() {
        if (!Files.isDirectory(configured)) {
            return Files.exists(configured) ? "is no folder" : "does not exist";
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(configured)) {
            return children.iterator().hasNext() ? "" : "is empty";
        } catch (IOException | RuntimeException e) {
            return "cannot be read (" + e.getClass().getSimpleName() + ")";
        }
    }

    /**
     * Checks a path from outside before anything is opened.
     *
     * @throws Unreadable when it is absolute, leads upwards, has empty or odd parts, or does not belong to the vault
     */
    void check(String path) throws Unreadable {
        requireRelative(path);
        require(globs.admits(path));
    }

    /** As {@link #check}, for a file of a folder that belongs to the vault. */
    void checkIn(String path) throws Unreadable {
        requireRelative(path);
        require(globs.admitsIn(path));
    }

    private static void require(boolean admitted) throws Unreadable {
        if (!admitted) {
            throw new Unreadable("does not belong to the vault (include and exclude in " + CONFIGURED_IN + ")");
        }
    }

    /** @throws Unreadable when a path is absolute, leads upwards or has empty or odd parts */
    public static void requireRelative(String path) throws Unreadable {
        if (path.isEmpty() || path.length() > 4096 || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
            throw new Unreadable("is no path of the vault");
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new Unreadable("is no path relative to the vault");
            }
        }
        try {
            Path.of(path);
        } catch (InvalidPathException e) {
            throw new Unreadable("is no path of the vault");
        }
    }

    /** Whether a path is another or stands below it; everything is below the empty one. */
    public static boolean isBelow(String path, String above) {
        return above.isEmpty() || path.equals(above) || path.startsWith(above + "/");
    }

    /** Reads a whole file. */
    public Content read(String path) throws IOException {
        try (FolderReads reads = reads()) {
            return reads.read(path);
        }
    }

    /** For several files: what leads to them is opened and checked once. To be closed. */
    public FolderReads reads() {
        return new FolderReads(this);
    }

    static Content whole(SeekableByteChannel channel, BasicFileAttributes attributes) throws IOException {
        byte[] bytes = bytes(channel, 0, attributes.size());
        for (int i = 0; i < Math.min(bytes.length, BINARY_PROBE); i++) {
            if (bytes[i] == 0) {
                throw new Unreadable("is binary");
            }
        }
        return content(bytes, attributes);
    }

    /** The bytes from {@code from} to before {@code to}; fewer when the file has become shorter. */
    static Content part(SeekableByteChannel channel, BasicFileAttributes attributes, int from, int to)
            throws IOException {
        return content(bytes(channel, from, to), attributes);
    }

    private static Content content(byte[] bytes, BasicFileAttributes attributes) {
        return new Content(
                bytes, attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    private static byte[] bytes(SeekableByteChannel channel, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(to, channel.size()) - from));
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until full, or the file has become shorter
        }
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    /** Opens a regular file of an open folder. */
    <R> R openIn(SecureDirectoryStream<Path> folder, Path name, Use<R> use) throws IOException {
        BasicFileAttributes attributes =
                regular(folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes());
        try (SeekableByteChannel channel = folder.newByteChannel(name, READ)) {
            return use.apply(channel, attributes);
        }
    }

    /** For platforms without {@code openat}: the real path has to be the path itself, before and after opening. */
    <R> R openChecked(Path root, Path relative, Use<R> use) throws IOException {
        Path file = root.resolve(relative);
        requireNoLink(file);
        BasicFileAttributes attributes =
                regular(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        try (SeekableByteChannel channel = Files.newByteChannel(file, READ)) {
            requireNoLink(file);
            return use.apply(channel, attributes);
        }
    }

    private static void requireNoLink(Path file) throws IOException {
        if (!file.toRealPath().equals(file)) {
            throw new Unreadable("is reached through a symbolic link");
        }
    }

    /** A named pipe would block whoever opens it: so the kind is known before. */
    private BasicFileAttributes regular(BasicFileAttributes attributes) throws Unreadable {
        if (!attributes.isRegularFile()) {
            throw new Unreadable(attributes.isSymbolicLink() ? "is a symbolic link" : "is no regular file");
        }
        if (attributes.size() > maxBytes) {
            throw new Unreadable("has " + attributes.size() + " bytes, more than file.max.bytes = " + maxBytes);
        }
        return attributes;
    }

    /**
     * Finds the files below a path, or the file at it; nothing when it is not there. What cannot be read is named and
     * skipped, it never ends the walk.
     *
     * @param under relative to the vault, {@code ""} for all of it
     * @param stop asked at every entry
     */
    public Walk walk(String under, BooleanSupplier stop) throws IOException {
        Path root = root();
        Walk found = new Walk(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Path start = under.isEmpty() ? root : root.resolve(under);
        if (!under.isEmpty() && (passesLink(root, start.getParent()) || isExcluded(under))) {
            return found;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(root) && globs.excludes(relative(folder)) ? FileVisitResult.SKIP_SUBTREE : goOn();
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = relative(file);
                if (attributes.isSymbolicLink() && !globs.excludes(path)) {
                    found.skipped().add(path);
                } else if (globs.admits(path)) {
                    if (attributes.isRegularFile() && attributes.size() <= maxBytes) {
                        found.files()
                                .add(new FileSeen(
                                        path,
                                        attributes.size(),
                                        attributes.lastModifiedTime().toMillis()));
                    } else {
                        found.skipped().add(path);
                    }
                }
                return goOn();
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                if (!(failure instanceof NoSuchFileException)) {
                    found.skipped().add(relative(file));
                    found.unreadableFolders().add(relative(file));
                }
                return goOn();
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                if (failure != null) {
                    found.unreadableFolders().add(relative(folder));
                }
                return goOn();
            }

            private String relative(Path path) {
                return root.relativize(path).toString();
            }

            private FileVisitResult goOn() {
                return stop.getAsBoolean() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private boolean isExcluded(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (globs.excludes(path.substring(0, slash))) {
                return true;
            }
        }
        return globs.excludes(path);
    }

    /** Whether a folder is gone or reached through a link: then nothing below it belongs to the vault. */
    private static boolean passesLink(Path root, Path folder) {
        try {
            return !folder.equals(root) && !folder.toRealPath().equals(folder);
        } catch (IOException e) {
            return true;
        }
    }
}
