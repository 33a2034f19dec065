package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.dharmic.support.files.PrivateFiles;

/**
 * The index folder: numbered folders with one index each, and the file {@code CURRENT} that names the one in use. A new
 * index is built beside the old one and takes over by replacing that file, so a crash leaves one of the two.
 */
final class Generations {

    private static final String CURRENT = "CURRENT";

    private final Path folder;

    Generations(Path folder) throws IOException {
        this.folder = PrivateFiles.folder(folder);
    }

    /** The index in use; empty when there is none, or {@code CURRENT} names nothing sensible. */
    Optional<Path> current() throws IOException {
        try {
            String name = Files.readString(folder.resolve(CURRENT)).strip();
            return isNumber(name) && Files.isDirectory(folder.resolve(name))
                    ? Optional.of(folder.resolve(name))
                    : Optional.empty();
        } catch (NoSuchFileException | java.nio.charset.MalformedInputException e) {
            return Optional.empty();
        }
    }

    /** A folder that no index has had. */
    Path next() throws IOException {
        return folder.resolve(Long.toString(highest() + 1));
    }

    /** The one begun last. */
    Optional<Path> newest() throws IOException {
        long highest = highest();
        return highest == 0 ? Optional.empty() : Optional.of(folder.resolve(Long.toString(highest)));
    }

    private long highest() throws IOException {
        long highest = 0;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                highest = isNumber(name) ? Math.max(highest, Long.parseLong(name)) : highest;
            }
        }
        return highest;
    }

    void use(Path generation) throws IOException {
        PrivateFiles.replace(folder.resolve(CURRENT), generation.getFileName() + "\n");
    }

    /** Removes every index but one; left-overs of a build that never ended go this way. */
    void removeAllBut(Path kept) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (isNumber(child.getFileName().toString()) && !child.equals(kept)) {
                    remove(child);
                }
            }
        }
    }

    private static boolean isNumber(String name) {
        return name.matches("\\d{1,18}");
    }

    private static void remove(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
