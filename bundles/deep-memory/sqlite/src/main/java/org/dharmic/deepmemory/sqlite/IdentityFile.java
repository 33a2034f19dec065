package org.dharmic.deepmemory.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dharmic.deepmemory.Identity;

/**
 * Who the agent is, from {@code identity_core.json}, read again when the file has changed. A file that cannot be read
 * leaves the last good identity in place and a problem for health. Safe for many threads.
 */
final class IdentityFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_MILESTONES = 100;

    /** A file that was replaced is another one even if size and time are the same. */
    private record Version(long size, FileTime modified, Object key) {}

    /**
     * What is wrong with the file.
     *
     * @param what one line
     * @param since when it was seen first
     */
    record Problem(String what, Instant since) {}

    private final Path file;
    private final Clock clock;
    private Version seen;
    private Optional<Identity> identity = Optional.empty();
    private Optional<Problem> problem = Optional.empty();

    IdentityFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    Path file() {
        return file;
    }

    /** The file is small and read rarely, so the lock may be held over it. */
    synchronized Optional<Identity> identity() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Version version = new Version(now.size(), now.lastModifiedTime(), now.fileKey());
            if (!version.equals(seen)) {
                seen = version;
                identity = Optional.of(read());
                problem = Optional.empty();
            }
        } catch (NoSuchFileException e) {
            seen = null;
            identity = Optional.empty();
            problem = Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            Instant since = problem.map(Problem::since).orElseGet(clock::instant);
            problem = Optional.of(
                    new Problem(file + " cannot be used, the last good identity stays: " + oneLine(e), since));
        }
        return identity;
    }

    synchronized Optional<Problem> problem() {
        return problem;
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                + e.getClass().getSimpleName() + ")";
    }

    private Identity read() throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("longer than " + MAX_BYTES + " bytes");
        }
        JsonNode root = Json.tree(bytes);
        if (!root.isObject()) {
            throw new IllegalArgumentException("expected a JSON object with name, core_traits, development_milestones");
        }
        List<String> milestones = new ArrayList<>();
        for (JsonNode each : root.path("development_milestones")) {
            milestones.add(milestone(each));
        }
        int from = Math.max(0, milestones.size() - MAX_MILESTONES);
        return new Identity(
                root.path("name").asText(""),
                Json.texts(root.path("core_traits")),
                milestones.subList(from, milestones.size()));
    }

    private static String milestone(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        String day = node.path("timestamp").asText("");
        String text = node.path("milestone").asText("");
        String significance = node.path("significance").asText("");
        return (day.length() >= 10 ? day.substring(0, 10) + ": " : "")
                + text
                + (significance.isBlank() ? "" : " (" + significance + ")");
    }
}
