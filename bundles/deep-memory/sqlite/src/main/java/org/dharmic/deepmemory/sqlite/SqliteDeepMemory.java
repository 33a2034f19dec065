package org.dharmic.deepmemory.sqlite;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.deepmemory.DeepMemoryException;
import org.dharmic.deepmemory.Fact;
import org.dharmic.deepmemory.Identity;
import org.dharmic.deepmemory.Summary;
import org.dharmic.deepmemory.Turn;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Work;

/**
 * Facts, conversations and summaries in one SQLite file with a full-text index; the identity in a file beside it. See
 * {@code docs/formats/deep-memory.md}.
 */
public final class SqliteDeepMemory implements DeepMemory, AutoCloseable {

    static final int MAX_TEXT = 100_000;

    private static final String COLUMNS = "m.memory_id, m.text, m.topics, m.updated_at";
    private static final String BY_ID = "SELECT " + COLUMNS + " FROM dharmic_memories m WHERE m.memory_id = ?";
    private static final String RECENT =
            "SELECT " + COLUMNS + " FROM dharmic_memories m ORDER BY m.updated_at DESC, m.num DESC LIMIT ?";
    /** A word in the topics says less than one in the text; among equals the newer is better. */
    private static final String SEARCH =
            "SELECT " + COLUMNS + " FROM memory_words w JOIN dharmic_memories m ON m.num = w.rowid"
                    + " WHERE memory_words MATCH ? ORDER BY bm25(memory_words, 1.0, 0.5), m.updated_at DESC, m.num DESC LIMIT ?";

    private static final String ADD =
            "INSERT INTO dharmic_memories (memory_id, memory, user_id, topics, created_at, updated_at)"
                    + " VALUES (?1, ?2, ?3, ?4, ?5, ?5)";

    private final MemoryFile file;
    private final IdentityFile identity;
    private final String owner;
    private final Clock clock;
    private final QueryCache cache;
    private final AtomicLong facts = new AtomicLong();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();

    /** With the clocks of this process and the default sizes. */
    public SqliteDeepMemory(Path file, Path identityFile) {
        this(file, identityFile, "owner", 2, 100, Duration.ofMinutes(5), Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Opens the memory, and makes it when there is none.
     *
     * @param owner whose facts are added, the user_id of new rows
     * @param readers connections kept open for reading, 0 to open one for each question
     * @param cacheEntries answers kept, 0 for none
     * @throws DeepMemoryException when it cannot be opened; nothing was changed then
     */
    public SqliteDeepMemory(
            Path file,
            Path identityFile,
            String owner,
            int readers,
            int cacheEntries,
            Duration cacheTtl,
            Clock clock,
            LongSupplier nanos) {
        this.identity = new IdentityFile(identityFile, clock);
        this.owner = owner;
        this.clock = clock;
        this.cache = new QueryCache(cacheEntries, cacheTtl, nanos);
        this.file = new MemoryFile(file, readers);
        try {
            facts.set(this.file.change(db -> db.one("SELECT count(*) FROM dharmic_memories", row -> row.getLong(1))
                    .orElse(0L)));
        } catch (RuntimeException | Error e) {
            this.file.closeAfter(e);
            throw e;
        }
    }

    // ---- facts

    @Override
    public Fact add(String key, String text, List<String> topics) {
        requireText(text);
        String topicsJson = Json.of(List.copyOf(topics));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return changeFacts(db -> {
            Optional<String> before = key.isBlank()
                    ? Optional.empty()
                    : db.one("SELECT memory_id FROM taken WHERE key = ?", row -> row.getString(1), "fact/" + key);
            if (before.isPresent()) {
                // Forgotten since: it stays forgotten, and the repetition is answered as if it had not been.
                Fact earlier = db.one(BY_ID, SqliteDeepMemory::fact, before.get())
                        .orElseGet(() -> new Fact(before.get(), text, topics, now));
                return new Changed<>(earlier, 0);
            }
            Fact fact = new Fact(UUID.randomUUID().toString(), text, topics, now);
            db.update(ADD, fact.id(), Json.of(text), owner, topicsJson, now.getEpochSecond());
            if (!key.isBlank()) {
                db.update("INSERT INTO taken VALUES (?, ?)", "fact/" + key, fact.id());
            }
            return new Changed<>(fact, 1);
        });
    }

    private static void requireText(String text) {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "text must be 1 to " + MAX_TEXT + " characters and not blank, had " + text.length());
        }
    }

    @Override
    public List<Fact> search(String query, int limit) {
        List<String> words = Words.of(query);
        if (words.isEmpty() || limit < 1) {
            return List.of();
        }
        QueryCache.Question question = new QueryCache.Question(words, limit);
        Optional<List<Fact>> known = cache.get(question);
        if (known.isPresent()) {
            hits.incrementAndGet();
            return known.get();
        }
        misses.incrementAndGet();
        long generation = cache.generation();
        List<Fact> found = file.look(db -> db.list(SEARCH, SqliteDeepMemory::fact, Words.anyOf(words), limit));
        cache.put(question, found, generation);
        return List.copyOf(found);
    }

    @Override
    public List<Fact> recent(int limit) {
        return limit < 1 ? List.of() : file.look(db -> db.list(RECENT, SqliteDeepMemory::fact, limit));
    }

    @Override
    public Optional<Fact> find(String id) {
        Objects.requireNonNull(id, "id");
        return file.look(db -> db.one(BY_ID, SqliteDeepMemory::fact, id));
    }

    @Override
    public boolean forget(String id) {
        Objects.requireNonNull(id, "id");
        return changeFacts(db -> {
            int forgotten = db.update("DELETE FROM dharmic_memories WHERE memory_id = ?", id);
            return new Changed<>(forgotten > 0, -forgotten);
        });
    }

    @Override
    public long count() {
        return facts.get();
    }

    private static Fact fact(ResultSet row) throws SQLException {
        return new Fact(
                row.getString(1),
                row.getString(2),
                Json.texts(Json.lenient(row.getString(3))),
                Instant.ofEpochSecond(row.getLong(4)));
    }

    // ---- conversations

    @Override
    public void addTurn(String key, Turn turn) {
        addTurns(Map.of(key, turn));
    }

    /** All or none. */
    @Override
    public void addTurns(Map<String, Turn> turns) {
        Map<String, Turn> all = new LinkedHashMap<>(turns);
        all.values().forEach(turn -> Objects.requireNonNull(turn, "turn"));
        file.change(db -> {
            for (Map.Entry<String, Turn> each : all.entrySet()) {
                add(db, each.getKey(), each.getValue());
            }
            return null;
        });
    }

    private static void add(Link db, String key, Turn turn) throws SQLException {
        if (!key.isBlank() && db.update("INSERT OR IGNORE INTO taken VALUES (?, NULL)", "turn/" + key) == 0) {
            return;
        }
        db.update(
                "INSERT INTO turn (session, role, text, at) VALUES (?, ?, ?, ?)",
                turn.session(),
                turn.role(),
                turn.text(),
                turn.at().toEpochMilli());
    }

    @Override
    public List<Turn> turns(String session, int limit) {
        List<Turn> newestFirst = file.look(db -> db.list(
                "SELECT role, text, at FROM turn WHERE session = ? ORDER BY num DESC LIMIT ?",
                row -> new Turn(session, row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))),
                session,
                Math.max(0, limit)));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    @Override
    public List<Summary> summaries(int limit) {
        return file.look(db -> db.list(
                "SELECT session, text, messages, at FROM summary ORDER BY at DESC, session LIMIT ?",
                row -> new Summary(
                        row.getString(1), row.getString(2), row.getInt(3), Instant.ofEpochMilli(row.getLong(4))),
                Math.max(0, limit)));
    }

    @Override
    public void addSummary(Summary summary) {
        Objects.requireNonNull(summary, "summary");
        file.change(db -> db.update(
                "INSERT INTO summary VALUES (?1, ?2, ?3, ?4) ON CONFLICT (session)"
                        + " DO UPDATE SET text = ?2, messages = ?3, at = ?4",
                summary.session(),
                summary.text(),
                summary.messages(),
                summary.at().toEpochMilli()));
    }

    @Override
    public Optional<Identity> identity() {
        return identity.identity();
    }

    // ---- taking over old data

    /** A row of the predecessor's table. */
    record Old(
            String id,
            String text,
            String input,
            String agent,
            String team,
            String user,
            List<String> topics,
            String feedback,
            long createdAt,
            long updatedAt) {}

    /** Takes rows over in one transaction, but those taken over before, even if forgotten since. Returns how many. */
    int takeOver(List<Old> rows) {
        return changeFacts(db -> {
            int taken = 0;
            for (Old row : rows) {
                if (db.update("INSERT OR IGNORE INTO taken VALUES (?, ?)", "import/" + row.id(), row.id()) == 0) {
                    continue;
                }
                taken += db.update(
                        "INSERT OR IGNORE INTO dharmic_memories (memory_id, memory, input, agent_id, team_id, user_id, topics,"
                                + " feedback, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        row.id(),
                        Json.of(row.text()),
                        row.input(),
                        row.agent(),
                        row.team(),
                        row.user() == null ? owner : row.user(),
                        Json.of(row.topics()),
                        row.feedback(),
                        row.createdAt(),
                        row.updatedAt());
            }
            return new Changed<>(taken, taken);
        });
    }

    /** Takes summaries over unless there is one of the same session that is as new. Returns how many. */
    int takeOverSummaries(List<Summary> summaries) {
        return file.change(db -> {
            int taken = 0;
            for (Summary each : summaries) {
                taken += db.update(
                        "INSERT INTO summary VALUES (?1, ?2, ?3, ?4) ON CONFLICT (session)"
                                + " DO UPDATE SET text = ?2, messages = ?3, at = ?4 WHERE at < ?4",
                        each.session(),
                        each.text(),
                        each.messages(),
                        each.at().toEpochMilli());
            }
            return taken;
        });
    }

    // ---- for the component around

    Path file() {
        return file.path();
    }

    Path identityPath() {
        return identity.file();
    }

    Optional<IdentityFile.Problem> identityProblem() {
        return identity.problem();
    }

    long cacheHits() {
        return hits.get();
    }

    long cacheMisses() {
        return misses.get();
    }

    /** Keeps so many readers and answers from now on. */
    public void resize(int keptReaders, int cacheEntries, Duration cacheTtl) {
        cache.resize(cacheEntries, cacheTtl);
        file.resize(keptReaders);
    }

    /**
     * Reads the whole file and looks whether it is sound; if not, nothing is changed in it from then on. Takes time; {@link
     * #endCheck} ends it.
     *
     * @return what is wrong, empty when it is sound
     */
    String check() {
        return file.check();
    }

    /** Ends a check that is running on another thread, which throws there, and lets no other begin. */
    void endCheck() {
        file.endCheck();
    }

    /** What is wrong with the file, empty when nothing is known to be. */
    String damage() {
        return file.damage();
    }

    @Override
    public void close() {
        file.close();
    }

    // ---- transactions

    /**
     * A change of the facts.
     *
     * @param more how many facts there are more than before
     */
    private record Changed<R>(R result, int more) {}

    private <R> R changeFacts(Work<Changed<R>> work) {
        try {
            Changed<R> changed = file.change(work);
            facts.addAndGet(changed.more());
            return changed.result();
        } finally {
            cache.written();
        }
    }
}
