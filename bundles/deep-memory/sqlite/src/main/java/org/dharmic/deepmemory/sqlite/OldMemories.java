package org.dharmic.deepmemory.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dharmic.deepmemory.Summary;
import org.dharmic.deepmemory.sqlite.SqliteDeepMemory.Old;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;

/**
 * Takes over what the predecessor left: its table of memories, its session summaries, its identity. The old files are only
 * read. What was taken over once is not taken over again.
 */
final class OldMemories {

    private static final String TABLE = "dharmic_memories";
    private static final String SUMMARIES = "session_summaries.jsonl";
    private static final String IDENTITY = "identity_core.json";
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int DEPTH = 5;
    private static final int PART = 500;
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final SqliteDeepMemory memory;
    private final ZoneId zone;

    /** @param zone of the predecessor's time stamps, which have no offset */
    OldMemories(SqliteDeepMemory memory, ZoneId zone) {
        this.memory = memory;
        this.zone = zone;
    }

    List<String> importFrom(Path folder) throws IOException {
        List<String> report = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (isOurs(file)) {
                report.add(file + ": skipped, it is in use here");
            } else if (name.equals(SUMMARIES)) {
                report.add(summaries(file));
            } else if (name.equals(IDENTITY)) {
                report.add(identity(file));
            } else {
                database(file).ifPresent(report::add);
            }
        }
        return report;
    }

    private boolean isOurs(Path file) throws IOException {
        for (Path ours : List.of(memory.file(), memory.identityPath())) {
            if (Files.exists(ours) && Files.isSameFile(file, ours)) {
                return true;
            }
        }
        return false;
    }

    /** Files that may be ours to read, in order; links are not followed and unreadable folders are passed over. */
    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                boolean candidate = name.equals(SUMMARIES)
                        || name.equals(IDENTITY)
                        || name.endsWith(".db")
                        || name.endsWith(".sqlite")
                        || name.endsWith(".sqlite3");
                if (attributes.isRegularFile() && candidate) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    // ---- the table

    /** Empty when the file is no database or has no such table: other people's files are not our concern. */
    private Optional<String> database(Path file) throws IOException {
        if (!isDatabase(file)) {
            return Optional.empty();
        }
        try (Link link = Sqlite.reader(file, BUSY)) {
            Set<String> columns = new HashSet<>(
                    link.list("SELECT name FROM pragma_table_info('" + TABLE + "')", row -> row.getString(1)));
            if (!columns.contains("memory_id") || !columns.contains("memory")) {
                return Optional.empty();
            }
            return Optional.of(rows(file, link, columns));
        } catch (SQLException e) {
            return Optional.of(file + ": skipped, " + e.getMessage());
        }
    }

    private static boolean isDatabase(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    private String rows(Path file, Link link, Set<String> columns) throws SQLException {
        String select =
                "SELECT memory_id, memory, " + column(columns, "input") + ", " + column(columns, "agent_id") + ", "
                        + column(columns, "team_id") + ", " + column(columns, "user_id") + ", "
                        + column(columns, "topics") + ", "
                        + column(columns, "feedback") + ", " + column(columns, "created_at") + ", "
                        + column(columns, "updated_at") + " FROM " + TABLE
                        + " WHERE memory_id > ? ORDER BY memory_id LIMIT " + PART;
        int seen = 0;
        int taken = 0;
        int unusable = 0;
        String last = "";
        while (true) {
            List<Optional<Old>> part = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            link.list(
                    select,
                    row -> {
                        ids.add(row.getString(1));
                        return part.add(old(row));
                    },
                    last);
            if (ids.isEmpty()) {
                return "%s: took over %d of %d memories, %d were known, %d empty or too long"
                        .formatted(file, taken, seen, seen - taken - unusable, unusable);
            }
            List<Old> usable = part.stream().flatMap(Optional::stream).toList();
            seen += ids.size();
            unusable += ids.size() - usable.size();
            taken += memory.takeOver(usable);
            last = ids.get(ids.size() - 1);
        }
    }

    private static String column(Set<String> columns, String name) {
        return columns.contains(name) ? name : "NULL AS " + name;
    }

    private Optional<Old> old(ResultSet row) throws SQLException {
        String text = text(row.getString(2));
        if (text.isBlank() || text.length() > SqliteDeepMemory.MAX_TEXT) {
            return Optional.empty();
        }
        long created = seconds(row.getString(9)).orElse(0L);
        long updated = seconds(row.getString(10)).orElse(created);
        return Optional.of(new Old(
                row.getString(1),
                text,
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Json.texts(Json.lenient(row.getString(7))),
                row.getString(8),
                created,
                updated));
    }

    /** The column held a JSON string, an object with the text in {@code memory}, or bare text. */
    private static String text(String column) {
        JsonNode json = Json.lenient(column);
        if (json.isTextual()) {
            return json.asText();
        }
        JsonNode inside = json.path("memory");
        return inside.isTextual() ? inside.asText() : column == null ? "" : column;
    }

    /** Seconds, milliseconds or ISO text. */
    private Optional<Long> seconds(String column) {
        if (column == null || column.isBlank()) {
            return Optional.empty();
        }
        if (column.matches("\\d{1,18}(\\.\\d+)?")) {
            long number = Long.parseLong(column.replaceFirst("\\..*", ""));
            return Optional.of(number > 100_000_000_000L ? number / 1000 : number);
        }
        return instant(column.replace(' ', 'T')).map(Instant::getEpochSecond);
    }

    private Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException withoutOffset) {
            try {
                return Optional.of(LocalDateTime.parse(text).atZone(zone).toInstant());
            } catch (DateTimeException neither) {
                return Optional.empty();
            }
        }
    }

    // ---- summaries and identity

    private String summaries(Path file) throws IOException {
        List<Summary> part = new ArrayList<>();
        int seen = 0;
        int taken = 0;
        int unusable = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                seen++;
                Optional<Summary> summary = summary(Json.lenient(line));
                summary.ifPresent(part::add);
                unusable += summary.isPresent() ? 0 : 1;
                if (part.size() == PART) {
                    taken += memory.takeOverSummaries(part);
                    part.clear();
                }
            }
        }
        taken += memory.takeOverSummaries(part);
        return "%s: took over %d of %d summaries, %d were known or have a later one, %d cannot be read"
                .formatted(file, taken, seen, seen - taken - unusable, unusable);
    }

    private Optional<Summary> summary(JsonNode json) {
        String session = json.path("session_id").asText("");
        String text = json.path("summary").asText("");
        Optional<Instant> at = instant(json.path("instant").asText(""))
                .or(() -> instant(json.path("timestamp").asText("")));
        return session.isBlank() || text.isBlank() || at.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Summary(session, text, json.path("message_count").asInt(0), at.get()));
    }

    private String identity(Path file) throws IOException {
        if (Files.exists(memory.identityPath())) {
            return file + ": skipped, there is an identity in " + memory.identityPath();
        }
        PrivateFiles.replace(memory.identityPath(), Files.readAllBytes(file));
        return file + ": copied to " + memory.identityPath();
    }
}
