package org.dharmic.launcher.instance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Optional;

/**
 * {@code data/cache/cache.ok}: says that the framework's bundle cache beside it is whole and was made from the start list
 * with this hash. Without it, or with another hash, the cache is made anew. A killed boot, a killed upgrade and an edited
 * list therefore all end in the state that the list describes.
 */
public final class CacheMarker {

    /**
     * @param rebuild whether the cache must be thrown away before the framework starts
     * @param why for the log
     */
    public record Verdict(boolean rebuild, String why) {}

    private final Layout layout;
    private final Path marker;
    private final Path cache;

    public CacheMarker(Layout layout) {
        this.layout = layout;
        this.marker = layout.cacheOk();
        this.cache = layout.cache();
    }

    public Verdict judge(StartList list) throws IOException {
        boolean cached = Files.isDirectory(cache.resolve("bundle0"));
        boolean sameBuild = read(layout.build()).equals(read(layout.cachedBuild()));
        return judge(read(marker), cached, list.sha256(), sameBuild);
    }

    public static Verdict judge(Optional<String> marker, boolean cached, String sha256, boolean sameBuild) {
        if (marker.isEmpty()) {
            return new Verdict(
                    true, cached ? "the last boot or upgrade did not finish" : "there is no bundle cache yet");
        }
        if (!marker.get().equals(sha256)) {
            return new Verdict(true, "the start list has changed");
        }
        if (!cached) {
            return new Verdict(true, "the bundle cache is gone");
        }
        return sameBuild
                ? new Verdict(false, "the bundle cache is whole")
                : new Verdict(true, "the distribution has been built anew");
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether the cache that is there was made from this list and is whole. */
    public boolean vouchesFor(StartList list) throws IOException {
        return read(marker).equals(Optional.of(list.sha256()));
    }

    /** From now on the next start makes the cache anew, until {@link #write} vouches for it again. Durable on return. */
    public void distrust() throws IOException {
        if (Files.deleteIfExists(marker)) {
            DurableFile.syncFolder(cache);
        }
    }

    /** The marker goes first: a kill in between leaves a cache that nobody trusts. */
    public void discardCache() throws IOException {
        distrust();
        DurableFile.deleteFolder(cache);
    }

    /** To be called when the container is up and every line of the list has a running bundle. */
    public void write(StartList list) throws IOException {
        Optional<String> build = read(layout.build());
        if (build.isPresent()) {
            DurableFile.write(layout.cachedBuild(), build.get() + "\n");
        }
        DurableFile.write(marker, list.sha256() + "\n");
    }

    /**
     * Makes what the framework has written of these bundles durable; it does not do so itself, and a marker that survives a
     * power cut must not vouch for a cache that did not.
     */
    public void sync(Collection<Long> bundles) throws IOException {
        for (long id : bundles) {
            Path folder = cache.resolve("bundle" + id);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.force(true);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                    DurableFile.syncFolder(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        if (Files.isDirectory(cache)) {
            DurableFile.syncFolder(cache);
        }
    }
}
