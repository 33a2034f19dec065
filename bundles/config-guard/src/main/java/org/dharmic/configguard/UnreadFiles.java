package org.dharmic.configguard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.dharmic.launcher.metatype.Escapes;
import org.dharmic.launcher.metatype.Problem;
import org.dharmic.platform.ConfigProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that cannot be read as a set at all. Nothing is delivered of them, so that the guard never sees them: what was in
 * force before stays, and nobody would say why. Safe for many threads.
 */
final class UnreadFiles {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadFiles.class);
    private static final String END = ".cfg";

    /** Nobody writes a longer one by hand. */
    private static final long MOST_BYTES = 1_000_000;

    private record Look(FileTime modified, long size, Optional<Problem> problem) {}

    private final Optional<Path> etc;
    /** By file name; a file is read again when it has changed. */
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    /** @param etc the folder of the files; empty when this container has none */
    UnreadFiles(Optional<Path> etc) {
        this.etc = etc;
    }

    List<ConfigProblem> problems() {
        if (etc.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(etc.get())) {
            return files.filter(file -> isOurs(file.getFileName().toString()))
                    .sorted()
                    .flatMap(file -> problem(file).stream())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} cannot be looked through: {}", etc.get(), e.toString());
            return List.of();
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith(BundleRooms.OURS) && name.endsWith(END);
    }

    private Optional<ConfigProblem> problem(Path file) {
        String name = file.getFileName().toString();
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Look look = looks.get(name);
            if (look == null || !look.modified().equals(now.lastModifiedTime()) || look.size() != now.size()) {
                look = new Look(now.lastModifiedTime(), now.size(), look(file, now));
                looks.put(name, look);
            }
            String pid = name.substring(0, name.length() - END.length()).replaceFirst("-", "~");
            return look.problem()
                    .map(each -> new ConfigProblem(pid, each.key(), each.value(), each.expected(), "etc/" + name));
        } catch (IOException e) {
            LOG.debug("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static Optional<Problem> look(Path file, BasicFileAttributes attributes) throws IOException {
        return attributes.isRegularFile() && attributes.size() <= MOST_BYTES
                ? Escapes.problem(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
