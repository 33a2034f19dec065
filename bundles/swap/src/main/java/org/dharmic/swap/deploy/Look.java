package org.dharmic.swap.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One entry of the folder as it lies there; links are not followed. */
record Look(Kind kind, Stamp stamp, int mode, int uid) {

    /** What is to be done with it. */
    enum Kind {
        JAR,
        /** A link with the name of a jar: what it leads to may be changed by others, unseen. */
        LINK,
        IGNORED,
        /** Hidden or half downloaded: nobody expects anything of it. */
        QUIET
    }

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int OTHERS_WRITE = 0022;
    private static final int OTHERS_ENTER = 0011;

    /** Everything in the folder, by name. */
    static SortedMap<String, Look> at(Path folder) throws IOException {
        SortedMap<String, Look> looks = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                try {
                    looks.put(entry.getFileName().toString(), of(entry));
                } catch (NoSuchFileException e) {
                    // Gone since it was listed, which is as good as not listed.
                    looks.remove(entry.getFileName().toString());
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return looks;
    }

    private static Look of(Path file) throws IOException {
        Map<String, Object> seen = Files.readAttributes(
                file,
                UNIX ? "unix:size,lastModifiedTime,ino,mode,uid" : "size,lastModifiedTime,isRegularFile",
                LinkOption.NOFOLLOW_LINKS);
        int mode = UNIX ? (Integer) seen.get("mode") : (Boolean) seen.get("isRegularFile") ? REGULAR : 0;
        Stamp stamp = new Stamp(
                (Long) seen.get("size"),
                ((FileTime) seen.get("lastModifiedTime")).toInstant(),
                UNIX ? ((Number) seen.get("ino")).longValue() : 0);
        return new Look(
                kind(file.getFileName().toString(), mode & TYPE), stamp, mode, UNIX ? (Integer) seen.get("uid") : 0);
    }

    private static Kind kind(String name, int type) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.startsWith(".") || name.endsWith("~") || lower.endsWith(".tmp") || lower.endsWith(".part")) {
            return Kind.QUIET;
        }
        if (!lower.endsWith(".jar")) {
            return Kind.IGNORED;
        }
        return type == REGULAR ? Kind.JAR : type == SYMBOLIC_LINK ? Kind.LINK : Kind.IGNORED;
    }

    /** Whether others could write this file, in a folder with the given mode. */
    boolean isWritableByOthers(int folderMode) {
        return (mode & OTHERS_WRITE) != 0 && (folderMode & OTHERS_ENTER) != 0;
    }

    /** The mode of a folder; one that nobody else may enter, where there are no modes. */
    static int modeOf(Path folder) throws IOException {
        return UNIX ? (Integer) Files.getAttribute(folder, "unix:mode") : 0;
    }
}
