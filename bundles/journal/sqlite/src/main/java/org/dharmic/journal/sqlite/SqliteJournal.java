package org.dharmic.journal.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.support.sqlite.Checkup;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Migrations;
import org.dharmic.support.sqlite.Readers;
import org.dharmic.support.sqlite.Sqlite;
import org.dharmic.support.sqlite.Work;
import org.dharmic.support.sqlite.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in one SQLite file and a spool folder. Each change is one transaction of the one writer, forced to disk at
 * its commit; whoever looks reads beside it. See {@code docs/formats/journal.md}.
 */
public final class SqliteJournal implements Journal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
    private static final Migrations SCHEMA = Migrations.beside(SqliteJournal.class, "schema-1.sql");
    private static final int READERS = 2;
    /** Reasons and notes are for people; a server's whole transcript is not. */
    private static final int NOTE_CHARS = 2_000;

    private static final int SWEEP_PART = 500;
    private static final int THIN_PART = 100;

    private static final String MOVE =
            "UPDATE item SET stage = ?2, attempts = ?3, reason = ?4, updated_at = ?5, parked_from = ?6,"
                    + Leases.DROP_LEASE + " WHERE seq = ?1";

    private final Path file;
    private final Spool spool;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Observer observer;
    private final Waits waits;
    private final Leases leases;
    private final Events events;
    private final Writer writer;
    private final Readers readers;
    private final Checkup checkup;

    /** What the file's tally says, kept here for gauges and for the quick answer that there is no work. */
    private final AtomicLongArray items = new AtomicLongArray(Stage.values().length);

    private final AtomicLong pending = new AtomicLong();
    private volatile long minFreeBytes;
    private volatile Duration busy;
    private volatile String damage = "";

    /** With the clocks of this process, and nobody watching. */
    public SqliteJournal(Path folder) {
        this(
                folder,
                Boot.ofThisProcess(),
                0,
                Duration.ofSeconds(5),
                Clock.systemUTC(),
                System::nanoTime,
                Observer.NOBODY);
    }

    /**
     * Opens the journal, and makes it when there is none.
     *
     * @param folder holds {@code journal.db} and {@code spool/}
     * @param minFreeBytes the spool takes nothing in when the disk has less
     * @param busy how long to wait for another process that holds the file
     * @param nanos the monotonic clock of {@code boot}
     * @throws JournalException when it cannot be opened; nothing was changed then
     */
    SqliteJournal(
            Path folder,
            Boot boot,
            long minFreeBytes,
            Duration busy,
            Clock clock,
            LongSupplier nanos,
            Observer observer) {
        this.file = folder.resolve("journal.db");
        this.minFreeBytes = minFreeBytes;
        this.busy = busy;
        this.clock = clock;
        this.nanos = nanos;
        this.observer = observer;
        this.checkup = new Checkup(file);
        this.waits = new Waits(boot, clock, nanos);
        this.leases = new Leases(waits);
        this.events = new Events(waits);
        try {
            Sqlite.create(file);
            this.spool = new Spool(folder.resolve("spool"), boot, clock);
            this.writer = new Writer(file, busy);
        } catch (IOException e) {
            throw new JournalException(
                    "the journal in " + folder + " cannot be opened: " + e
                            + "; check that it is a place the platform's user may write to",
                    e);
        } catch (SQLException e) {
            throw failure(e);
        }
        this.readers = new Readers(file, busy, READERS);
        try {
            SCHEMA.apply(writer, file);
            writer.inTransaction(db -> {
                waits.adopt(db);
                count(db);
                return null;
            });
        } catch (SQLException e) {
            closeAfter(e);
            throw failure(e);
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Throwable cause) {
        try {
            close();
        } catch (JournalException e) {
            cause.addSuppressed(e);
        }
    }

    private void count(Link db) throws SQLException {
        for (Stage stage : Stage.values()) {
            items.set(stage.ordinal(), tally(db, Integer.toString(Codes.of(stage))));
        }
        pending.set(tally(db, "events"));
    }

    private static long tally(Link db, String what) throws SQLException {
        return db.one("SELECT n FROM tally WHERE what = ?", row -> row.getLong(1), what)
                .orElse(0L);
    }

    // ---- taking in

    @Override
    public Spooled spool(InputStream bytes, long maxBytes) throws IOException {
        Objects.requireNonNull(bytes, "bytes");
        return spool.write(bytes, maxBytes, minFreeBytes);
    }

    @Override
    public InputStream read(String ref) throws IOException {
        return spool.open(Objects.requireNonNull(ref, "ref"));
    }

    @Override
    public Accepted accept(Arrival arrival) {
        boolean there = spool.holds(arrival.spooled());
        Accepted accepted = change((db, effects) -> {
            effects.wrote = true;
            advanceCursor(db, arrival);
            Optional<String> known = known(db, arrival);
            if (known.isPresent()) {
                return new Accepted(known.get(), false);
            }
            if (!there) {
                throw new JournalException(
                        "the spooled bytes " + arrival.spooled().ref() + " of UID " + arrival.uid() + " in "
                                + arrival.folder() + " are gone: fetch the mail again");
            }
            return new Accepted(insert(db, arrival, effects), true);
        });
        if (!accepted.fresh()) {
            dropUnlessReferred(arrival.spooled().ref());
        }
        return accepted;
    }

    private static Optional<String> known(Link db, Arrival arrival) throws SQLException {
        Optional<String> byKey = db.one(
                "SELECT i.id FROM arrival a JOIN item i USING (seq)"
                        + " WHERE a.account = ? AND a.folder = ? AND a.uid_validity = ? AND a.uid = ?",
                row -> row.getString(1),
                arrival.account(),
                arrival.folder(),
                arrival.uidValidity(),
                arrival.uid());
        return byKey.isPresent()
                ? byKey
                : db.one(
                        "SELECT i.id FROM arrival a JOIN item i USING (seq) WHERE a.account = ? AND a.sha256 = ?",
                        row -> row.getString(1),
                        arrival.account(),
                        arrival.spooled().sha256());
    }

    private String insert(Link db, Arrival arrival, Effects effects) throws SQLException {
        Spooled bytes = arrival.spooled();
        String id = newId();
        long seq = insertItem(db, id, Stage.INGESTED, arrival.account(), effects);
        db.update(
                "INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                seq,
                arrival.account(),
                arrival.folder(),
                arrival.uidValidity(),
                arrival.uid(),
                bytes.ref(),
                bytes.sha256(),
                bytes.size(),
                arrival.internalDate().toEpochMilli());
        refer(db, seq, bytes);
        return id;
    }

    private long insertItem(Link db, String id, Stage stage, String account, Effects effects) throws SQLException {
        long now = waits.millis();
        long seq = db.insert(
                "INSERT INTO item (id, stage, account, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
                id,
                Codes.of(stage),
                account,
                now);
        record(db, seq, stage, "", "");
        effects.came(stage);
        return seq;
    }

    private static void refer(Link db, long seq, Spooled bytes) throws SQLException {
        db.update("INSERT INTO spooled VALUES (?, ?, ?)", bytes.ref(), seq, bytes.size());
    }

    private void record(Link db, long seq, Stage stage, String worker, String note) throws SQLException {
        db.update(
                "INSERT INTO transition (seq, stage, at, worker, note) VALUES (?, ?, ?, ?, ?)",
                seq,
                Codes.of(stage),
                waits.millis(),
                worker,
                note);
    }

    /** Never backwards: an arrival that is repeated late does not make the folder be read again. */
    private static void advanceCursor(Link db, Arrival arrival) throws SQLException {
        db.update(
                "INSERT INTO cursor VALUES (?1, ?2, ?3, ?4) ON CONFLICT (account, folder) DO UPDATE SET"
                        + " last_uid = CASE WHEN uid_validity = ?3 THEN max(last_uid, ?4) ELSE ?4 END, uid_validity = ?3",
                arrival.account(),
                arrival.folder(),
                arrival.uidValidity(),
                arrival.uid());
    }

    /** The bytes of a mail that was known need not wait for the next sweep. */
    private void dropUnlessReferred(String ref) {
        try {
            if (!look(db -> isReferred(db, ref))) {
                spool.delete(ref);
            }
        } catch (IOException | JournalException e) {
            LOG.debug("The spooled bytes {} of a known mail stay until the next sweep", ref, e);
        }
    }

    private static boolean isReferred(Link db, String ref) throws SQLException {
        return db.one("SELECT 1 FROM spooled WHERE ref = ?", row -> row.getInt(1), ref)
                .isPresent();
    }

    /** Time and chance, so that a restored backup does not give out an id for the second time. */
    private String newId() {
        long chance = ThreadLocalRandom.current().nextLong(1L << 36);
        return Long.toString(clock.millis(), 36) + "-" + Long.toString(chance, 36);
    }

    @Override
    public Optional<Cursor> cursor(String account, String folder) {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(folder, "folder");
        return look(db -> db.one(
                "SELECT uid_validity, last_uid FROM cursor WHERE account = ? AND folder = ?",
                row -> new Cursor(account, folder, row.getLong(1), row.getLong(2)),
                account,
                folder));
    }

    @Override
    public void moveCursor(Cursor cursor) {
        Objects.requireNonNull(cursor, "cursor");
        change((db, effects) -> {
            effects.wrote = true;
            return db.update(
                    "INSERT INTO cursor VALUES (?1, ?2, ?3, ?4) ON CONFLICT (account, folder)"
                            + " DO UPDATE SET uid_validity = ?3, last_uid = ?4",
                    cursor.account(),
                    cursor.folder(),
                    cursor.uidValidity(),
                    cursor.lastUid());
        });
    }

    @Override
    public String submit(Outbound outbound) {
        Objects.requireNonNull(outbound, "outbound");
        return change((db, effects) -> {
            Optional<String> known = db.one(
                    "SELECT i.id FROM outbound o JOIN item i USING (seq) WHERE o.key = ?",
                    row -> row.getString(1),
                    outbound.key());
            if (known.isPresent()) {
                return known.get();
            }
            String id = newId();
            long seq = insertItem(db, id, Stage.ANSWERED, outbound.account(), effects);
            db.update(
                    "INSERT INTO outbound VALUES (?, ?, ?, ?)", seq, outbound.key(), outbound.to(), outbound.subject());
            db.update("INSERT INTO answered VALUES (?, ?, 'platform', '{}')", seq, outbound.markdown());
            return id;
        });
    }

    // ---- working

    @Override
    public Optional<Lease> lease(Stage stage, String worker, Duration ttl) {
        return leaseNext(null, stage, worker, ttl);
    }

    @Override
    public Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl) {
        return leaseNext(Objects.requireNonNull(account, "account"), stage, worker, ttl);
    }

    private Optional<Lease> leaseNext(String account, Stage stage, String worker, Duration ttl) {
        Objects.requireNonNull(worker, "worker");
        requirePositive(ttl);
        if (stage.isTerminal()) {
            throw new IllegalArgumentException("nobody works on items in " + stage + ": lease INGESTED to SENT");
        }
        if (items.get(stage.ordinal()) == 0) {
            return Optional.empty();
        }
        return change((db, effects) -> {
            Optional<Lease> lease = leases.next(db, account, stage, worker, ttl);
            effects.wrote = lease.isPresent();
            return lease;
        });
    }

    private static void requirePositive(Duration ttl) {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("ttl must be more than 0, was " + ttl);
        }
    }

    @Override
    public void advance(Lease lease, Step step) {
        change((db, effects) -> {
            step(db, lease, step, effects);
            return null;
        });
    }

    @Override
    public Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        requirePositive(ttl);
        if (step.to().isTerminal()) {
            throw new IllegalArgumentException("nobody works on items in " + step.to() + ": there is nothing to hold");
        }
        return change((db, effects) -> {
            Leases.Held held = step(db, lease, step, effects);
            effects.staged.remove(step.to());
            return leases.hold(db, held.seq(), lease.worker(), ttl);
        });
    }

    private Leases.Held step(Link db, Lease lease, Step step, Effects effects) throws SQLException {
        Leases.Held held = leases.require(db, lease);
        if (held.stage() != step.from()) {
            throw new IllegalStateException("item " + lease.item().id() + " is in " + held.stage() + ": "
                    + step.getClass().getSimpleName() + " leads from " + step.from() + " to " + step.to());
        }
        long seq = held.seq();
        String note = store(db, seq, step);
        db.update(
                MOVE,
                seq,
                Codes.of(step.to()),
                attemptsAfter(db, seq, step),
                step instanceof Step.NotSent ? note : "",
                waits.millis(),
                null);
        record(db, seq, step.to(), lease.worker(), note);
        if (step instanceof Step.Answered answered) {
            events.add(db, seq, answered.events(), waits.millis());
            effects.events += answered.events().size();
        }
        effects.moved(step.from(), step.to());
        return held;
    }

    /** READY and SENDING are one endeavour: going back and forth between them must not forget how often it failed. */
    private static int attemptsAfter(Link db, long seq, Step step) throws SQLException {
        return step instanceof Step.Sending || step instanceof Step.NotSent
                ? db.one("SELECT attempts FROM item WHERE seq = ?", row -> row.getInt(1), seq)
                        .orElse(0)
                : 0;
    }

    /** Stores what a step brings. Returns the line for the item's story. */
    private static String store(Link db, long seq, Step step) throws SQLException {
        if (step instanceof Step.Admitted admitted) {
            db.update(
                    "INSERT INTO admitted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    seq,
                    admitted.sender(),
                    admitted.tier(),
                    admitted.scope(),
                    admitted.thread(),
                    admitted.messageId(),
                    Json.of(admitted.references()),
                    admitted.subject(),
                    admitted.text(),
                    admitted.quoted(),
                    admitted.verdict());
            db.update(
                    "UPDATE item SET sender = ?2, thread = ?3 WHERE seq = ?1",
                    seq,
                    admitted.sender(),
                    admitted.thread());
            return shortened(admitted.verdict());
        }
        if (step instanceof Step.Answered answered) {
            db.update(
                    "INSERT INTO answered VALUES (?, ?, ?, ?)",
                    seq,
                    answered.markdown(),
                    answered.executor(),
                    answered.receiptJson());
            return shortened(answered.executor());
        }
        if (step instanceof Step.Ready ready) {
            Spooled reply = ready.reply();
            db.update(
                    "INSERT INTO ready VALUES (?, ?, ?, ?, ?, ?)",
                    seq,
                    reply.ref(),
                    reply.sha256(),
                    reply.size(),
                    ready.messageId(),
                    ready.recipient());
            refer(db, seq, reply);
            return shortened(ready.messageId());
        }
        if (step instanceof Step.Sent sent) {
            return shortened(sent.serverReply());
        }
        if (step instanceof Step.NotSent notSent) {
            return shortened(notSent.why());
        }
        if (step instanceof Step.Marked marked) {
            return shortened(marked.how());
        }
        return "";
    }

    private static String shortened(String note) {
        return note.length() <= NOTE_CHARS ? note : note.substring(0, NOTE_CHARS) + "…";
    }

    @Override
    public void release(Lease lease) {
        change((db, effects) -> {
            leases.release(db, lease).ifPresent(effects::work);
            return null;
        });
    }

    @Override
    public int releaseAll(String worker) {
        Objects.requireNonNull(worker, "worker");
        return change((db, effects) -> {
            List<Stage> stages = leases.releaseAll(db, worker);
            stages.forEach(effects::work);
            return stages.size();
        });
    }

    @Override
    public void retryLater(Lease lease, Duration after, String why) {
        Duration wait = Waits.bounded(after);
        String note = shortened(why);
        change((db, effects) -> {
            Leases.Held held = leases.require(db, lease);
            db.update(
                    "UPDATE item SET attempts = attempts + 1, reason = ?2, updated_at = ?3, due_boot = ?4, due_nanos = ?5,"
                            + " due_at = ?6, due_wait = ?7," + Leases.DROP_LEASE + " WHERE seq = ?1",
                    held.seq(),
                    note,
                    waits.millis(),
                    waits.boot(),
                    waits.nanosIn(wait),
                    waits.millis() + wait.toMillis(),
                    wait.toMillis());
            record(db, held.seq(), held.stage(), lease.worker(), note);
            effects.wrote = true;
            return null;
        });
    }

    @Override
    public void reject(Lease lease, String why) {
        end(lease, Stage.REJECTED, why);
    }

    @Override
    public void park(Lease lease, String why) {
        end(lease, Stage.PARKED, why);
    }

    private void end(Lease lease, Stage end, String why) {
        String note = shortened(why);
        change((db, effects) -> {
            Leases.Held held = leases.require(db, lease);
            int attempts = db.one("SELECT attempts FROM item WHERE seq = ?", row -> row.getInt(1), held.seq())
                    .orElse(0);
            Integer from = end == Stage.PARKED ? Codes.of(held.stage()) : null;
            db.update(MOVE, held.seq(), Codes.of(end), attempts, note, waits.millis(), from);
            record(db, held.seq(), end, lease.worker(), note);
            effects.moved(held.stage(), end);
            return null;
        });
    }

    // ---- memories

    @Override
    public List<PendingEvent> pendingEvents(int limit) {
        return pending.get() == 0 ? List.of() : look(db -> events.pending(db, limit));
    }

    @Override
    public void eventApplied(String eventId) {
        Objects.requireNonNull(eventId, "eventId");
        change((db, effects) -> {
            int applied = events.applied(db, eventId);
            effects.events -= applied;
            effects.wrote = applied > 0;
            return null;
        });
    }

    @Override
    public void eventFailed(String eventId, Duration after, String why) {
        Objects.requireNonNull(eventId, "eventId");
        String note = shortened(why);
        change((db, effects) -> {
            effects.wrote = events.failed(db, eventId, after, note) > 0;
            return null;
        });
    }

    // ---- looking, and what a person can do

    @Override
    public Optional<Item> find(String itemId) {
        Objects.requireNonNull(itemId, "itemId");
        return look(db -> Items.byId(db, itemId));
    }

    @Override
    public List<Item> find(Filter filter) {
        Objects.requireNonNull(filter, "filter");
        return look(db -> Items.filtered(db, filter));
    }

    @Override
    public List<Transition> history(String itemId) {
        Objects.requireNonNull(itemId, "itemId");
        return look(db -> Items.history(db, itemId));
    }

    private record Parked(long seq, Stage from) {}

    @Override
    public boolean retry(String itemId) {
        Objects.requireNonNull(itemId, "itemId");
        return change((db, effects) -> {
            Optional<Parked> parked = db.one(
                    "SELECT seq, parked_from FROM item WHERE id = ? AND stage = 90",
                    row -> new Parked(row.getLong(1), Codes.stage(row.getInt(2))),
                    itemId);
            if (parked.isEmpty()) {
                return false;
            }
            Stage to = parked.get().from();
            db.update(MOVE, parked.get().seq(), Codes.of(to), 0, "", waits.millis(), null);
            record(db, parked.get().seq(), to, "", "sent on by a person");
            effects.moved(Stage.PARKED, to);
            return true;
        });
    }

    private record Waiting(Optional<Instant> oldest, long spoolBytes) {}

    @Override
    public JournalStats stats() {
        Waiting waiting = look(db -> new Waiting(
                db.one(
                                "SELECT min(created_at) FROM item WHERE stage < 70",
                                row -> row.getObject(1) == null ? 0L : row.getLong(1))
                        .filter(at -> at > 0)
                        .map(Instant::ofEpochMilli),
                tally(db, "spool")));
        Map<Stage, Long> perStage = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            if (items(stage) > 0) {
                perStage.put(stage, items(stage));
            }
        }
        return new JournalStats(perStage, waiting.oldest(), pending.get(), databaseBytes() + waiting.spoolBytes());
    }

    private long databaseBytes() {
        long sum = 0;
        for (Path each : List.of(file, file.resolveSibling("journal.db-wal"))) {
            try {
                sum += Files.exists(each) ? Files.size(each) : 0;
            } catch (IOException e) {
                // The log has been folded in between the two questions; its bytes are in the file by now.
                continue;
            }
        }
        return sum;
    }

    // ---- for the component around

    /** Items in a stage, without asking the file. */
    long items(Stage stage) {
        return items.get(stage.ordinal());
    }

    /** Memory events not applied yet, without asking the file. */
    long pendingEvents() {
        return pending.get();
    }

    Path file() {
        return file;
    }

    long freeBytes() throws IOException {
        return spool.free();
    }

    /** What is wrong with the file, empty when nothing is known to be. */
    String damage() {
        return damage;
    }

    void minFreeBytes(long changed) {
        minFreeBytes = changed;
    }

    void busyTimeout(Duration changed) {
        busy = changed;
        try {
            writer.busyTimeout(changed);
            readers.resize(READERS, changed);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Deletes spooled bytes of earlier processes that no item refers to. Returns how many files. May run beside everything
     * else; meant for a thread of its own.
     */
    int sweep() throws IOException {
        int swept = 0;
        for (Set<String> part : spool.candidatesForSweeping(SWEEP_PART)) {
            Set<String> orphans = new HashSet<>(part);
            orphans.removeAll(look(db -> referredAmong(db, part)));
            for (String orphan : orphans) {
                spool.delete(orphan);
                swept++;
            }
        }
        return swept;
    }

    private static Set<String> referredAmong(Link db, Collection<String> refs) throws SQLException {
        return Set.copyOf(db.list(
                "SELECT ref FROM spooled WHERE ref IN (SELECT value FROM json_each(?))",
                row -> row.getString(1),
                Json.of(List.copyOf(refs))));
    }

    /**
     * Gives up texts and bytes of some items that came to their end before {@code before}; keys, senders, stages and
     * stories stay. Returns how many items, at most {@value #THIN_PART}; call again until it is 0.
     */
    int thin(Instant before) throws IOException {
        List<String> refs = new ArrayList<>();
        int thinned = change((db, effects) -> {
            List<Long> old = db.list(
                    "SELECT seq FROM item WHERE stage >= 70 AND stage < 90 AND thinned = 0 AND updated_at < ?1"
                            + " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.seq = item.seq AND e.applied = 0)"
                            + " ORDER BY updated_at LIMIT ?2",
                    row -> row.getLong(1),
                    before.toEpochMilli(),
                    THIN_PART);
            for (long seq : old) {
                refs.addAll(db.list("SELECT ref FROM spooled WHERE seq = ?", row -> row.getString(1), seq));
                db.update("DELETE FROM spooled WHERE seq = ?", seq);
                db.update("UPDATE admitted SET text = '', quoted = '' WHERE seq = ?", seq);
                db.update("UPDATE answered SET markdown = '', receipt = '{}' WHERE seq = ?", seq);
                db.update("UPDATE event SET fields = '{}' WHERE seq = ?", seq);
                db.update("UPDATE item SET thinned = 1 WHERE seq = ?", seq);
            }
            effects.wrote = !old.isEmpty();
            return old.size();
        });
        for (String ref : refs) {
            spool.delete(ref);
        }
        return thinned;
    }

    /**
     * Reads the whole file and looks whether it is sound; if not, nothing is changed in it from then on. Takes time in
     * proportion to its size, beside everything else; {@link #endCheck} ends it.
     *
     * @return what is wrong, empty when it is sound
     */
    String check() {
        try {
            String problem = checkup.run(busy);
            if (!problem.isEmpty()) {
                damage = problem;
            }
            return damage;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Ends a check that is running on another thread, which throws there, and lets no other begin. */
    void endCheck() {
        checkup.end();
    }

    @Override
    public void close() {
        endCheck();
        try (writer) {
            readers.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    // ---- transactions

    @FunctionalInterface
    private interface Change<R> {
        R on(Link db, Effects effects) throws SQLException;
    }

    private <R> R change(Change<R> change) {
        if (!damage.isEmpty()) {
            throw new JournalException(damage);
        }
        long start = nanos.getAsLong();
        Effects effects = new Effects();
        R result;
        try {
            result = writer.inTransaction(db -> change.on(db, effects));
        } catch (SQLException e) {
            throw failure(e);
        }
        if (effects.wrote) {
            tell(effects, Duration.ofNanos(nanos.getAsLong() - start));
        }
        return result;
    }

    private void tell(Effects effects, Duration took) {
        effects.left.forEach(stage -> items.decrementAndGet(stage.ordinal()));
        effects.reached.forEach(stage -> items.incrementAndGet(stage.ordinal()));
        pending.addAndGet(effects.events);
        try {
            notify(effects, took);
        } catch (RuntimeException e) {
            // The change is durable; whoever called must not take it for undone because somebody else could not be
            // told.
            LOG.warn("A change was stored and could not be told: {}", e.getMessage(), e);
        }
    }

    private void notify(Effects effects, Duration took) {
        observer.committed(took);
        effects.reached.forEach(observer::moved);
        for (Stage stage : effects.staged) {
            if (items(stage) > 0) {
                observer.staged(stage);
            }
        }
    }

    private <R> R look(Work<R> work) {
        try {
            return readers.read(work);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private JournalException failure(SQLException e) {
        if (e instanceof Migrations.TooNew) {
            return new JournalException(e.getMessage(), e);
        }
        String message = Sqlite.explain(file, e);
        if (Sqlite.isDamage(e)) {
            damage = message;
        }
        return new JournalException(message, e);
    }
}
