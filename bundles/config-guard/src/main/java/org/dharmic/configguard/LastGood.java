package org.dharmic.configguard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.launcher.metatype.StoredSet;
import org.dharmic.launcher.metatype.Verdict;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.files.PrivateFiles;

/**
 * Keeps, for each PID, the last set that was good, and what a room's own check refused. The latter counts while that check
 * is not there, at a start or during an exchange.
 *
 * <p>A file that cannot be read counts as none: the caller then passes the set on, and the room judges it.
 */
final class LastGood {

    /** A set that a room's own check refused. */
    record Refusal(String fingerprint, List<ConfigProblem> problems) {
        Refusal {
            problems = List.copyOf(problems);
        }
    }

    private final Path folder;

    LastGood(Path folder) {
        this.folder = folder;
    }

    Optional<Map<String, Object>> good(String pid) throws IOException {
        Optional<String> text = read(file(pid, StoredSet.SUFFIX));
        return text.isEmpty() ? Optional.empty() : Optional.of(StoredSet.read(text.get()));
    }

    /** Durable when it returns. Writes only what changed; a set with values that no file can hold is not kept. */
    void store(String pid, Map<String, Object> set) throws IOException {
        Optional<String> text = StoredSet.write(set);
        Path file = file(pid, StoredSet.SUFFIX);
        if (text.isPresent() && !text.equals(read(file))) {
            PrivateFiles.replace(file, text.get());
        }
    }

    Optional<Refusal> refusal(String pid, String configFile) throws IOException {
        Optional<String> text = read(file(pid, ".refused"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] lines = text.get().split("\n");
        List<ConfigProblem> problems = new ArrayList<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            String[] parts = line.split("\t", 3);
            if (parts.length == 3) {
                problems.add(new ConfigProblem(
                        pid,
                        StoredSet.unescape(parts[0]),
                        StoredSet.unescape(parts[1]),
                        StoredSet.unescape(parts[2]),
                        configFile));
            }
        }
        return Optional.of(new Refusal(lines[0], problems));
    }

    void refuse(String pid, Refusal refusal) throws IOException {
        StringBuilder text = new StringBuilder(refusal.fingerprint()).append('\n');
        for (ConfigProblem problem : refusal.problems()) {
            text.append(StoredSet.escape(problem.key())).append('\t');
            text.append(StoredSet.escape(problem.value())).append('\t');
            text.append(StoredSet.escape(problem.expected())).append('\n');
        }
        Path file = file(pid, ".refused");
        if (!Optional.of(text.toString()).equals(read(file))) {
            PrivateFiles.replace(file, text.toString());
        }
    }

    void forgive(String pid) throws IOException {
        Files.deleteIfExists(file(pid, ".refused"));
    }

    void publish(String pid, Verdict verdict) throws IOException {
        Path file = file(pid, Verdict.SUFFIX);
        if (!Optional.of(verdict.text()).equals(read(file))) {
            PrivateFiles.replace(file, verdict.text());
        }
    }

    void withdraw(String pid) throws IOException {
        Files.deleteIfExists(file(pid, Verdict.SUFFIX));
    }

    private Path file(String pid, String kind) {
        return folder.resolve(StoredSet.fileName(pid, kind));
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
