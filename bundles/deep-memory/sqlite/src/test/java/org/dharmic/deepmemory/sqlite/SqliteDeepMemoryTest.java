package org.dharmic.deepmemory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dharmic.deepmemory.DeepMemoryContract;
import org.dharmic.deepmemory.DeepMemoryException;
import org.dharmic.deepmemory.Fact;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteDeepMemoryTest implements DeepMemoryContract<SqliteDeepMemory> {

    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final Duration TTL = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public SqliteDeepMemory open() {
        return new SqliteDeepMemory(file(), identity());
    }

    private SqliteDeepMemory open(int readers, int entries) {
        return new SqliteDeepMemory(file(), identity(), "owner", readers, entries, TTL, Clock.systemUTC(), nanos::get);
    }

    private Path file() {
        return folder.resolve("deep-memory.db");
    }

    private Path identity() {
        return folder.resolve("identity_core.json");
    }

    // ---- cache and readers

    @Test
    void theSameQuestionIsAnsweredFromMemoryUntilSomethingIsWrittenOrTimeHasPassed() {
        try (SqliteDeepMemory memory = open(2, 100)) {
            memory.add("", "The boiler.", List.of());
            memory.search("boiler", 5);
            memory.search("The BOILER?", 5);
            assertThat(memory.cacheHits()).isEqualTo(1);
            memory.search("boiler", 4);
            assertThat(memory.cacheHits())
                    .as("another limit is another question")
                    .isEqualTo(1);
            memory.add("", "Another boiler.", List.of());
            assertThat(memory.search("boiler", 5)).hasSize(2);
            assertThat(memory.cacheHits()).isEqualTo(1);
            nanos.addAndGet(TTL.toNanos());
            memory.search("boiler", 5);
            assertThat(memory.cacheHits()).isEqualTo(1);
            assertThat(memory.cacheMisses()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 100", "2, 0", "1, 1"})
    void everyCombinationOfReadersAndCacheAnswers(int readers, int entries) {
        try (SqliteDeepMemory memory = open(readers, entries)) {
            Fact fact = memory.add("", "The boiler.", List.of());
            assertThat(memory.search("boiler", 5)).containsExactly(fact);
            assertThat(memory.search("boiler", 5)).containsExactly(fact);
            assertThat(memory.cacheHits()).isEqualTo(entries == 0 ? 0 : 1);
        }
    }

    @Test
    void readersAndCacheAreSwitchedWhileRunning() {
        try (SqliteDeepMemory memory = open(2, 100)) {
            memory.add("", "The boiler.", List.of());
            memory.search("boiler", 5);
            memory.resize(0, 0, TTL);
            memory.search("boiler", 5);
            assertThat(memory.cacheHits()).isZero();
            memory.resize(2, 100, TTL);
            memory.search("boiler", 5);
            memory.search("boiler", 5);
            assertThat(memory.cacheHits()).isEqualTo(1);
        }
    }

    @Test
    void theCacheKeepsTheQuestionsUsedLast() {
        QueryCache cache = new QueryCache(2, TTL, nanos::get);
        for (String word : List.of("a", "b", "c")) {
            cache.put(new QueryCache.Question(List.of(word), 1), List.of(), cache.generation());
        }
        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.get(new QueryCache.Question(List.of("a"), 1))).isEmpty();
        assertThat(cache.get(new QueryCache.Question(List.of("c"), 1))).isPresent();
    }

    @Test
    void anAnswerThatWasOvertakenByAWriteIsNotKept() {
        QueryCache cache = new QueryCache(2, TTL, nanos::get);
        long before = cache.generation();
        cache.written();
        cache.put(new QueryCache.Question(List.of("a"), 1), List.of(), before);
        assertThat(cache.size()).isZero();
    }

    // ---- words

    @Test
    void stopWordsAreDroppedUnlessThereIsNothingElse() {
        assertThat(Words.of("What is the name of our cat, please?")).containsExactly("name", "cat");
        assertThat(Words.of("To be, or not to be")).containsExactly("to", "be", "or", "not");
        assertThat(Words.of("?!")).isEmpty();
    }

    // ---- files

    @Test
    void theDatabaseIsForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("memory/deep-memory.db");
        try (SqliteDeepMemory memory = new SqliteDeepMemory(file, identity())) {
            memory.add("", "private", List.of());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
            try (var files = Files.list(file.getParent())) {
                assertThat(files).hasSizeGreaterThan(1).allSatisfy(each -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void aFileOfALaterReleaseIsRefused() throws Exception {
        open().close();
        try (Link link = Sqlite.writer(file(), BUSY)) {
            link.script("PRAGMA user_version = 9");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(DeepMemoryException.class)
                .hasMessageContaining("deep-memory.db")
                .hasMessageContaining("9");
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAndKept() throws Exception {
        byte[] rubbish = "no database at all, but long enough to be taken for one "
                .repeat(50)
                .getBytes();
        Files.write(file(), rubbish);
        assertThatThrownBy(this::open)
                .isInstanceOf(DeepMemoryException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("backup");
        assertThat(file()).hasBinaryContent(rubbish);
    }

    @Test
    void whenStorageFailsNothingOfAFactStays() throws Exception {
        try (SqliteDeepMemory memory = open()) {
            try (Link link = Sqlite.writer(file(), BUSY)) {
                link.script("CREATE TRIGGER fails BEFORE INSERT ON taken BEGIN SELECT RAISE(ABORT, 'no room'); END");
            }
            assertThatThrownBy(() -> memory.add("key", "The boiler.", List.of()))
                    .isInstanceOf(DeepMemoryException.class)
                    .hasMessageContaining("no room");
            assertThat(memory.count()).isZero();
            assertThat(memory.recent(5)).isEmpty();
            assertThat(memory.search("boiler", 5)).isEmpty();
        }
    }

    // ---- identity

    @Test
    void theIdentityIsReadAgainWhenItsFileChanges() throws Exception {
        try (SqliteDeepMemory memory = open()) {
            Files.writeString(identity(), """
                    {"name":"Ananda","created":"2025-01-01","core_traits":["calm",{"trait":"curious"}],"relationships":{},
                     "development_milestones":[{"timestamp":"2026-02-03T04:05:06","milestone":"First reply","significance":"a start"},"Second"]}
                    """);
            assertThat(memory.identity().orElseThrow().name()).isEqualTo("Ananda");
            assertThat(memory.identity().orElseThrow().traits()).containsExactly("calm", "{\"trait\":\"curious\"}");
            assertThat(memory.identity().orElseThrow().milestones())
                    .containsExactly("2026-02-03: First reply (a start)", "Second");
            Files.writeString(identity(), "{\"name\":\"Other\"}");
            assertThat(memory.identity().orElseThrow().name()).isEqualTo("Other");
            Files.delete(identity());
            assertThat(memory.identity()).isEmpty();
        }
    }

    @Test
    void aBrokenIdentityLeavesTheLastGoodOneAndSaysWhatIsWrong() throws Exception {
        try (SqliteDeepMemory memory = open()) {
            Files.writeString(identity(), "{\"name\":\"Ananda\"}");
            memory.identity();
            Files.writeString(identity(), "{\"name\": oops");
            Files.setLastModifiedTime(identity(), FileTime.from(Instant.EPOCH));
            assertThat(memory.identity().orElseThrow().name()).isEqualTo("Ananda");
            assertThat(memory.identityProblem().orElseThrow().what())
                    .contains(identity().toString());
            assertThat(memory.identity().orElseThrow().name()).isEqualTo("Ananda");
            assertThat(memory.identityProblem())
                    .as("asking again does not heal it")
                    .isPresent();
            Files.writeString(identity(), "{\"name\":\"Healed\"}");
            assertThat(memory.identity().orElseThrow().name()).isEqualTo("Healed");
            assertThat(memory.identityProblem()).isEmpty();
        }
    }
}
