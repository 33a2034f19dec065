package org.dharmic.vault.lucene.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What changes when a file changes.
 *
 * @param identity of the file: another one in its place has another
 * @param modified in nanoseconds
 * @param changed in milliseconds; where the system tells when anything about the file changed, that, for a time of modification
 *     can be set
 */
record Stamp(Object identity, long size, long modified, long changed) {

    /** Empty when there is no such file. */
    static Optional<Stamp> of(Path root, String path) {
        try {
            Path file = root.resolve(path);
            return Optional.of(
                    root.getFileSystem().supportedFileAttributeViews().contains("unix") ? unix(file) : basic(file));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Stamp unix(Path file) throws IOException {
        Map<String, Object> all =
                Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
        return new Stamp(
                all.get("dev") + ":" + all.get("ino"),
                ((Number) all.get("size")).longValue(),
                nanos((FileTime) all.get("lastModifiedTime")),
                ((FileTime) all.get("ctime")).toMillis());
    }

    private static Stamp basic(Path file) throws IOException {
        BasicFileAttributes all = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Stamp(
                String.valueOf(all.fileKey()),
                all.size(),
                nanos(all.lastModifiedTime()),
                all.lastModifiedTime().toMillis());
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
