package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.journal.sqlite.database.Codes;
import org.dharmic.support.sqlite.Link;

/**
 * Who gets which item next, and who still holds one. Runs inside the writer's transactions.
 *
 * <p>Several items are in hand when a process dies, and one of them did it. Those that may not be in hand at another death
 * are therefore handed out one at a time: the next death parks the right one.
 */
public final class Leases {

    /** The senders with items in a stage, by jumping from one to the next in the index instead of reading every item. */
    static final String SENDERS = "WITH RECURSIVE waiting (sender) AS ("
            + " SELECT min(sender) FROM item WHERE stage = ?1 AND stage < 70"
            + " UNION ALL"
            + " SELECT (SELECT min(i.sender) FROM item i WHERE i.stage = ?1 AND i.stage < 70 AND i.sender > w.sender)"
            + " FROM waiting w WHERE w.sender IS NOT NULL)"
            + " SELECT w.sender,"
            + " (SELECT count(*) FROM item h WHERE h.sender = w.sender AND h.lease_until IS NOT NULL AND h.lease_until - ?2 > 0)"
            + " AS held, coalesce((SELECT s.served FROM sender s WHERE s.address = w.sender), 0) AS served"
            + " FROM waiting w WHERE w.sender IS NOT NULL ORDER BY held, served";

    static final String OLDEST_FREE = "SELECT i.seq, i.deaths FROM item i"
            + " WHERE i.stage = ?1 AND i.stage < 70 AND i.sender = ?2"
            + " AND (?3 IS NULL OR i.account = ?3 OR i.account = '')"
            + " AND (i.lease_until IS NULL OR i.lease_until - ?4 <= 0)"
            + " AND (i.due_nanos IS NULL OR i.due_nanos - ?4 <= 0)"
            + " AND NOT EXISTS (SELECT 1 FROM item e WHERE e.thread = i.thread AND e.seq < i.seq AND e.stage < 70"
            + " AND (e.stage <= i.stage OR e.stage = 50 AND i.stage = 40))"
            + " AND (i.deaths < ?5 OR NOT EXISTS (SELECT 1 FROM item h WHERE h.lease_until IS NOT NULL"
            + " AND h.lease_until - ?4 > 0 AND h.deaths >= ?5))"
            + " ORDER BY i.seq LIMIT 1";

    private static final String TAKE =
            "UPDATE item SET fence = fence + 1, lease_worker = ?2, lease_boot = ?3, lease_until = ?4,"
                    + " due_boot = NULL, due_nanos = NULL, due_at = NULL, due_wait = NULL WHERE seq = ?1";
    private static final String FENCE = "SELECT fence FROM item WHERE seq = ?";
    private static final String SERVED =
            "INSERT INTO sender SELECT sender, (SELECT coalesce(max(served), 0) + 1 FROM sender)"
                    + " FROM item WHERE seq = ? ON CONFLICT (address) DO UPDATE SET served = excluded.served";

    private static final String HELD = "SELECT seq, stage, fence, lease_worker, lease_until FROM item WHERE id = ?";
    static final String DROP_LEASE = " lease_worker = NULL, lease_boot = NULL, lease_until = NULL";
    private static final String RELEASE = "UPDATE item SET" + DROP_LEASE + " WHERE seq = ?";
    private static final String HELD_BY =
            "SELECT stage FROM item" + " WHERE lease_until IS NOT NULL AND lease_worker = ?1 AND lease_until - ?2 > 0";
    private static final String RELEASE_ALL =
            "UPDATE item SET" + DROP_LEASE + " WHERE lease_until IS NOT NULL AND lease_worker = ?";

    private final Waits waits;
    private final int lastChance;

    /** @param crashes after so many deaths an item is parked, 0 for never */
    public Leases(Waits waits, int crashes) {
        this.waits = waits;
        this.lastChance = crashes == 0 ? Integer.MAX_VALUE : Math.max(1, crashes - 1);
    }

    private record Sender(String address, long held, long served) {
        boolean standsEqual(Sender other) {
            return held == other.held && served == other.served;
        }
    }

    /** An item in somebody's hands. */
    public record Held(long seq, Stage stage) {}

    private record State(long seq, Stage stage, long fence, String worker, long until) {}

    /** @param deaths at which it was in hand before */
    private record Free(long seq, int deaths) {}

    /**
     * Several in one go. An item that was in hand when a process died comes alone: else, after a death with several in hand,
     * all of them would be in hand at the next one, too, and count as if each had done it.
     *
     * @param account only of this account, null for any
     */
    public List<Lease> next(Link db, String account, Stage stage, String worker, Duration ttl, int most)
            throws SQLException {
        List<Lease> taken = new ArrayList<>();
        boolean alone = false;
        while (taken.size() < most && !alone) {
            Optional<Free> free = oldest(db, account, stage);
            if (free.isEmpty()) {
                break;
            }
            alone = free.get().deaths() > 0;
            if (taken.isEmpty() || !alone) {
                taken.add(take(db, free.get().seq(), worker, ttl));
            }
        }
        return taken;
    }

    private Optional<Free> oldest(Link db, String account, Stage stage) throws SQLException {
        long now = waits.nanos();
        List<Sender> senders = db.list(
                SENDERS, row -> new Sender(row.getString(1), row.getLong(2), row.getLong(3)), Codes.of(stage), now);
        Free chosen = null;
        Sender chosenFor = null;
        for (Sender sender : senders) {
            if (chosenFor != null && !sender.standsEqual(chosenFor)) {
                break;
            }
            Optional<Free> oldest = db.one(
                    OLDEST_FREE,
                    row -> new Free(row.getLong(1), row.getInt(2)),
                    Codes.of(stage),
                    sender.address(),
                    account,
                    now,
                    lastChance);
            if (oldest.isPresent() && (chosen == null || oldest.get().seq() < chosen.seq())) {
                chosen = oldest.get();
                chosenFor = sender;
            }
        }
        return Optional.ofNullable(chosen);
    }

    private Lease take(Link db, long seq, String worker, Duration ttl) throws SQLException {
        Lease lease = hold(db, seq, worker, ttl);
        db.update(SERVED, seq);
        return lease;
    }

    /** Puts an item into a worker's hands, with a new fencing number. */
    public Lease hold(Link db, long seq, String worker, Duration ttl) throws SQLException {
        db.update(TAKE, seq, worker, waits.boot(), waits.nanosIn(ttl));
        long fence = db.one(FENCE, row -> row.getLong(1), seq).orElseThrow();
        return new Lease(Items.bySeq(db, seq), fence, worker);
    }

    /** @throws LeaseLost when the lease no longer holds */
    Held require(Link db, Lease lease) throws SQLException {
        String id = lease.item().id();
        State state = state(db, id).orElseThrow(() -> new LeaseLost("the journal has no item " + id));
        if (state.worker() == null
                || state.fence() != lease.fence()
                || !state.worker().equals(lease.worker())) {
            String holder = state.worker() == null ? "nobody" : state.worker();
            throw new LeaseLost("the lease " + lease.fence() + " of " + lease.worker() + " on item " + id
                    + " was given up; " + holder + " holds it now, the last number is " + state.fence());
        }
        if (state.until() - waits.nanos() <= 0) {
            throw new LeaseLost(
                    "the lease " + lease.fence() + " of " + lease.worker() + " on item " + id + " has run out");
        }
        return new Held(state.seq(), state.stage());
    }

    /** Gives an item back if this lease is still the latest. Returns the stage it waits in again. */
    public Optional<Stage> release(Link db, Lease lease) throws SQLException {
        Optional<State> state = state(db, lease.item().id())
                .filter(each -> each.fence() == lease.fence() && lease.worker().equals(each.worker()));
        if (state.isPresent()) {
            db.update(RELEASE, state.get().seq());
        }
        return state.map(State::stage);
    }

    /** Gives everything of a worker back. Returns the stage of each item. */
    public List<Stage> releaseAll(Link db, String worker) throws SQLException {
        List<Stage> stages = db.list(HELD_BY, row -> Codes.stage(row.getInt(1)), worker, waits.nanos());
        db.update(RELEASE_ALL, worker);
        return stages;
    }

    private static Optional<State> state(Link db, String id) throws SQLException {
        return db.one(
                HELD,
                row -> new State(
                        row.getLong(1), Codes.stage(row.getInt(2)), row.getLong(3), row.getString(4), row.getLong(5)),
                id);
    }
}
