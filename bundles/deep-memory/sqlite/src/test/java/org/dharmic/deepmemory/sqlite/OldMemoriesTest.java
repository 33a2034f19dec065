package org.dharmic.deepmemory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.dharmic.deepmemory.Fact;
import org.dharmic.deepmemory.Summary;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldMemoriesTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @TempDir
    Path folder;

    private Path old;
    private SqliteDeepMemory memory;
    private OldMemories importer;

    @BeforeEach
    void open() throws Exception {
        old = Files.createDirectories(folder.resolve("old/memory"));
        memory = new SqliteDeepMemory(folder.resolve("new/deep-memory.db"), folder.resolve("new/identity_core.json"));
        importer = new OldMemories(memory, ZURICH);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void table(String rows) throws Exception {
        Sqlite.create(old.resolve("memories.db"));
        try (Link link = Sqlite.writer(old.resolve("memories.db"), Duration.ofSeconds(1))) {
            link.script(
                    "CREATE TABLE dharmic_memories (memory_id TEXT PRIMARY KEY, memory JSON, input TEXT, agent_id TEXT,"
                            + " team_id TEXT, user_id TEXT, topics JSON, feedback TEXT, created_at BIGINT, updated_at BIGINT)");
            link.script("INSERT INTO dharmic_memories VALUES " + rows);
        }
    }

    @Test
    void theTableIsTakenOverOnceInEveryShapeItHad() throws Exception {
        table("""
                ('a', '"Likes quince jelly"', 'said so', 'agent', NULL, 'me', '["kitchen"]', NULL, 1700000000, 1700000100),
                ('b', '{"memory": "Rides a grey tourer"}', NULL, NULL, NULL, NULL, NULL, NULL, 1700000000000, NULL),
                ('c', 'Plain text', NULL, NULL, NULL, 'me', 'no json', NULL, '2024-01-01 12:00:00', '2024-01-01T12:00:00+00:00'),
                ('d', '""', NULL, NULL, NULL, 'me', '[]', NULL, 1, 1)
                """);
        byte[] before = Files.readAllBytes(old.resolve("memories.db"));
        List<String> report = importer.importFrom(folder);
        assertThat(report)
                .anyMatch(line -> line.contains("took over 3 of 4 memories, 0 were known, 1 empty"))
                .anyMatch(line -> line.contains("in use here"));
        assertThat(memory.recent(10))
                .containsExactly(
                        new Fact("c", "Plain text", List.of(), Instant.parse("2024-01-01T12:00:00Z")),
                        new Fact("a", "Likes quince jelly", List.of("kitchen"), Instant.ofEpochSecond(1_700_000_100)),
                        new Fact("b", "Rides a grey tourer", List.of(), Instant.ofEpochSecond(1_700_000_000)));
        assertThat(memory.search("quince", 5)).hasSize(1);
        memory.forget("a");
        assertThat(importer.importFrom(folder))
                .anyMatch(line -> line.contains("took over 0 of 4 memories, 3 were known"));
        assertThat(memory.count()).isEqualTo(2);
        assertThat(old.resolve("memories.db")).hasBinaryContent(before);
    }

    @Test
    void summariesAreTakenOverAndOnlyTheLatestOfASessionStays() throws Exception {
        Files.writeString(old.resolve("session_summaries.jsonl"), """
                {"session_id":"s1","timestamp":"2026-01-02T03:04:05","message_count":4,"summary":"first"}
                {"session_id":"s1","timestamp":"2026-01-03T03:04:05.123456","message_count":8,"summary":"second"}
                {"torn line
                {"session_id":"s2","timestamp":"whenever","summary":"no time"}
                """);
        assertThat(importer.importFrom(folder.resolve("old")))
                .singleElement()
                .asString()
                .contains("took over 2 of 4 summaries", "2 cannot be read");
        assertThat(memory.summaries(5))
                .containsExactly(new Summary("s1", "second", 8, Instant.parse("2026-01-03T02:04:05.123Z")));
        assertThat(importer.importFrom(folder.resolve("old")))
                .singleElement()
                .asString()
                .contains("took over 0 of 4");
    }

    @Test
    void theIdentityIsCopiedOnlyWhereThereIsNone() throws Exception {
        Files.writeString(old.resolve("identity_core.json"), "{\"name\":\"Ananda\"}");
        assertThat(importer.importFrom(folder.resolve("old")))
                .singleElement()
                .asString()
                .contains("copied to");
        assertThat(memory.identity().orElseThrow().name()).isEqualTo("Ananda");
        assertThat(importer.importFrom(folder.resolve("old")))
                .singleElement()
                .asString()
                .contains("skipped");
    }

    @Test
    void otherPeoplesFilesAreNotOurConcern() throws Exception {
        Files.writeString(old.resolve("notes.db"), "no database");
        try (Link link = Sqlite.writer(old.resolve("other.sqlite"), Duration.ofSeconds(1))) {
            link.script("CREATE TABLE x (y)");
        }
        assertThat(importer.importFrom(folder.resolve("old"))).isEmpty();
    }
}
