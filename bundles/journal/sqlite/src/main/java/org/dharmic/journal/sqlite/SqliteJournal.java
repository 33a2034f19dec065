package org.dharmic.journal.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
import org.dharmic.journal.Verification;
import org.dharmic.journal.sqlite.database.Counts;
import org.dharmic.journal.sqlite.database.Database;
import org.dharmic.journal.sqlite.database.Observer;
import org.dharmic.journal.sqlite.folder.Boot;
import org.dharmic.journal.sqlite.folder.Owned;
import org.dharmic.journal.sqlite.folder.Spool;
import org.dharmic.journal.sqlite.item.Deaths;
import org.dharmic.journal.sqlite.item.Events;
import org.dharmic.journal.sqlite.item.Items;
import org.dharmic.journal.sqlite.item.Leases;
import org.dharmic.journal.sqlite.item.Steps;
import org.dharmic.journal.sqlite.item.Story;
import org.dharmic.journal.sqlite.item.Waits;
import org.dharmic.journal.sqlite.upkeep.Kept;
import org.dharmic.journal.sqlite.upkeep.Stats;
import org.dharmic.journal.sqlite.upkeep.Sweeper;
import org.dharmic.journal.sqlite.upkeep.Verifier;
import org.dharmic.journal.sqlite.work.Decisions;
import org.dharmic.journal.sqlite.work.Intake;
import org.dharmic.journal.sqlite.work.Memories;
import org.dharmic.journal.sqlite.work.Working;
import org.dharmic.support.sqlite.Sqlite;

/**
 * The journal in one SQLite file and a spool folder. Each change is one transaction of the one writer, forced to disk at
 * its commit; whoever looks reads beside it. See {@code docs/formats/journal.md}.
 */
public final class SqliteJournal implements Journal, Kept, AutoCloseable {

    private final Owned owned;
    private final Spool spool;
    private final Counts counts = new Counts();
    private final Database database;
    private final Intake intake;
    private final Working working;
    private final Memories memories;
    private final Sweeper sweeper;
    private final Stats stats;
    private final Decisions decisions;
    private final Verifier verifier;
    private volatile long minFreeBytes;

    /** With the clocks of this process, and nobody watching. */
    public SqliteJournal(Path folder) {
        this(folder, Boot.ofThisProcess(), Limits.USUAL, Clock.systemUTC(), System::nanoTime, Observer.NOBODY);
    }

    /**
     * Opens the journal, and makes it when there is none.
     *
     * @param folder holds {@code journal.db} and {@code spool/}
     * @param nanos the monotonic clock of {@code boot}
     * @throws JournalException when it cannot be opened; nothing was changed then
     */
    SqliteJournal(Path folder, Boot boot, Limits limits, Clock clock, LongSupplier nanos, Observer observer) {
        Path file = folder.resolve("journal.db");
        Waits waits = new Waits(boot, clock, nanos);
        Story story = new Story(waits);
        this.minFreeBytes = limits.minFreeBytes();
        Leases leases = new Leases(waits, limits.crashes());
        Events events = new Events(waits);
        Steps steps = new Steps(waits, leases, events, story);
        Deaths deaths = new Deaths(waits, steps, story, limits.crashes());
        try {
            this.owned = Owned.take(folder);
        } catch (IOException e) {
            throw cannotOpen(folder, e);
        }
        try {
            Sqlite.create(file);
            this.spool = new Spool(folder.resolve("spool"), boot, clock);
            this.database = new Database(file, limits.busy(), nanos, deaths, counts, observer);
        } catch (IOException e) {
            giveUpFolder(e);
            throw cannotOpen(folder, e);
        } catch (RuntimeException | Error e) {
            giveUpFolder(e);
            throw e;
        }
        this.intake = new Intake(database, spool, waits, story);
        this.working = new Working(database, counts, leases, steps, spool);
        this.memories = new Memories(database, counts, events);
        this.sweeper = new Sweeper(database, spool);
        this.stats = new Stats(database, counts);
        this.decisions = new Decisions(database, steps, spool);
        this.verifier = new Verifier(database, spool, nanos);
    }

    private static JournalException cannotOpen(Path folder, IOException e) {
        return new JournalException(
                "the journal in " + folder + " cannot be opened: " + e
                        + "; check that it is a place the platform's user may write to",
                e);
    }

    private void giveUpFolder(Throwable cause) {
        try {
            owned.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
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
        return accept(List.of(arrival)).get(0);
    }

    @Override
    public List<Accepted> accept(List<Arrival> arrivals) {
        return intake.accept(arrivals);
    }

    @Override
    public Optional<Cursor> cursor(String account, String folder) {
        return intake.cursor(account, folder);
    }

    @Override
    public void moveCursor(Cursor cursor) {
        intake.moveCursor(cursor);
    }

    @Override
    public String submit(Outbound outbound) {
        return intake.submit(outbound);
    }

    // ---- working

    @Override
    public Optional<Lease> lease(Stage stage, String worker, Duration ttl) {
        return lease(stage, worker, ttl, 1).stream().findFirst();
    }

    @Override
    public List<Lease> lease(Stage stage, String worker, Duration ttl, int most) {
        return working.lease(null, stage, worker, ttl, most);
    }

    @Override
    public Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl) {
        return leaseFor(account, stage, worker, ttl, 1).stream().findFirst();
    }

    @Override
    public List<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl, int most) {
        return working.lease(Objects.requireNonNull(account, "account"), stage, worker, ttl, most);
    }

    @Override
    public void advance(Lease lease, Step step) {
        working.advance(lease, step);
    }

    @Override
    public Set<Lease> advance(Map<Lease, Step> wanted) {
        return working.advance(wanted);
    }

    @Override
    public Lease advanceAndHold(Lease lease, Step step, Duration ttl) {
        return working.advanceAndHold(lease, step, ttl);
    }

    @Override
    public List<Lease> advanceAndHold(Collection<Lease> leases, Step step, Duration ttl) {
        return working.advanceAndHold(leases, step, ttl);
    }

    @Override
    public void release(Lease lease) {
        working.release(lease);
    }

    @Override
    public int releaseAll(String worker) {
        return working.releaseAll(worker);
    }

    @Override
    public void retryLater(Lease lease, Duration after, String why) {
        working.retryLater(lease, after, why);
    }

    @Override
    public void reject(Lease lease, String why) {
        working.end(lease, Stage.REJECTED, why);
    }

    @Override
    public void park(Lease lease, String why) {
        working.end(lease, Stage.PARKED, why);
    }

    // ---- memories

    @Override
    public List<PendingEvent> pendingEvents(int limit) {
        return memories.pending(limit);
    }

    @Override
    public void eventApplied(String eventId) {
        memories.applied(List.of(eventId));
    }

    @Override
    public void eventsApplied(Collection<String> eventIds) {
        memories.applied(List.copyOf(eventIds));
    }

    @Override
    public void eventFailed(String eventId, Duration after, String why) {
        memories.failed(Objects.requireNonNull(eventId, "eventId"), after, why);
    }

    // ---- looking, and what a person can do

    @Override
    public Optional<Item> find(String itemId) {
        Objects.requireNonNull(itemId, "itemId");
        return database.look(db -> Items.byId(db, itemId));
    }

    @Override
    public List<Item> find(Filter filter) {
        Objects.requireNonNull(filter, "filter");
        return database.look(db -> Items.filtered(db, filter));
    }

    @Override
    public List<Transition> history(String itemId) {
        Objects.requireNonNull(itemId, "itemId");
        return database.look(db -> Items.history(db, itemId));
    }

    @Override
    public boolean retry(String itemId) {
        return decisions.retry(Objects.requireNonNull(itemId, "itemId"));
    }

    @Override
    public boolean park(String itemId, String why) {
        return decisions.park(Objects.requireNonNull(itemId, "itemId"), Story.shortened(why));
    }

    @Override
    public boolean readmit(String itemId) {
        return decisions.readmit(Objects.requireNonNull(itemId, "itemId"));
    }

    @Override
    public JournalStats stats() {
        return stats.now();
    }

    @Override
    public Verification verify() {
        return verifier.run();
    }

    // ---- for the component around

    /** @see Counts#items */
    long items(Stage stage) {
        return counts.items(stage);
    }

    /** @see Counts#pendingEvents */
    long pendingEvents() {
        return counts.pendingEvents();
    }

    long freeBytes() throws IOException {
        return spool.free();
    }

    /** @see Database#damage */
    String damage() {
        return database.damage();
    }

    void minFreeBytes(long changed) {
        minFreeBytes = changed;
    }

    void busyTimeout(Duration changed) {
        database.busyTimeout(changed);
    }

    // ---- for the one who looks after it

    @Override
    public Path file() {
        return database.file();
    }

    @Override
    public int sweep() throws IOException {
        return sweeper.sweep();
    }

    @Override
    public int thin(Instant before) throws IOException {
        return sweeper.thin(before);
    }

    @Override
    public String check() {
        return database.check();
    }

    @Override
    public void endChecks() {
        verifier.end();
        database.endCheck();
    }

    @Override
    public void close() {
        endChecks();
        try (owned) {
            database.close();
        } catch (IOException e) {
            throw new JournalException("the lock of " + file() + " could not be given up: " + e, e);
        }
    }
}
