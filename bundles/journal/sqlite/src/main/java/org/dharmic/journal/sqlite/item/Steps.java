package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import java.time.Duration;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.sqlite.database.Codes;
import org.dharmic.journal.sqlite.database.Effects;
import org.dharmic.support.sqlite.Link;

/** How an item goes on: its steps, its retries and its end. Runs inside the writer's transactions. */
public final class Steps {

    private static final String MOVE =
            "UPDATE item SET stage = ?2, attempts = ?3, reason = ?4, updated_at = ?5, parked_from = ?6, deaths = ?7,"
                    + " due_boot = NULL, due_nanos = NULL, due_at = NULL, due_wait = NULL," + Leases.DROP_LEASE
                    + " WHERE seq = ?1";

    private final Waits waits;
    private final Leases leases;
    private final Events events;
    private final Story story;

    public Steps(Waits waits, Leases leases, Events events, Story story) {
        this.waits = waits;
        this.leases = leases;
        this.events = events;
        this.story = story;
    }

    public Leases.Held step(Link db, Lease lease, Step step, Effects effects) throws SQLException {
        Leases.Held held = leases.require(db, lease);
        if (held.stage() != step.from()) {
            throw new IllegalStateException("item " + lease.item().id() + " is in " + held.stage() + ": "
                    + step.getClass().getSimpleName() + " leads from " + step.from() + " to " + step.to());
        }
        long seq = held.seq();
        String note = Results.store(db, seq, step);
        Troubles before = troublesBefore(db, seq, step);
        db.update(
                MOVE,
                seq,
                Codes.of(step.to()),
                before.attempts(),
                step instanceof Step.NotSent ? note : "",
                waits.millis(),
                null,
                before.deaths());
        story.record(db, seq, step.to(), lease.worker(), note);
        if (step instanceof Step.Answered answered) {
            events.add(db, seq, answered.events(), waits.millis());
            effects.pending(answered.events().size());
        }
        effects.moved(step.from(), step.to());
        return held;
    }

    /** What went wrong in a stage so far. */
    private record Troubles(int attempts, int deaths) {
        static final Troubles NONE = new Troubles(0, 0);
    }

    /** READY and SENDING are one endeavour: going back and forth between them must not forget how often it failed. */
    private static Troubles troublesBefore(Link db, long seq, Step step) throws SQLException {
        return step instanceof Step.Sending || step instanceof Step.NotSent
                ? db.one(
                                "SELECT attempts, deaths FROM item WHERE seq = ?",
                                row -> new Troubles(row.getInt(1), row.getInt(2)),
                                seq)
                        .orElse(Troubles.NONE)
                : Troubles.NONE;
    }

    public void retryLater(Link db, Lease lease, Duration wait, String note, Effects effects) throws SQLException {
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
        story.record(db, held.seq(), held.stage(), lease.worker(), note);
        effects.changed();
    }

    public void end(Link db, Lease lease, Stage end, String note, Effects effects) throws SQLException {
        Leases.Held held = leases.require(db, lease);
        end(db, held.seq(), held.stage(), end, lease.worker(), note);
        effects.moved(held.stage(), end);
    }

    /** Ends an item, whoever holds it. */
    public void end(Link db, long seq, Stage from, Stage end, String worker, String note) throws SQLException {
        int attempts = db.one("SELECT attempts FROM item WHERE seq = ?", row -> row.getInt(1), seq)
                .orElse(0);
        Integer parkedFrom = end == Stage.PARKED ? Codes.of(from) : null;
        db.update(MOVE, seq, Codes.of(end), attempts, note, waits.millis(), parkedFrom, 0);
        story.record(db, seq, end, worker, note);
    }

    /** Sends an item back, or on, after a person has looked at it. */
    public void resume(Link db, long seq, Stage from, Stage to, String note, Effects effects) throws SQLException {
        db.update(MOVE, seq, Codes.of(to), 0, "", waits.millis(), null, 0);
        story.record(db, seq, to, "", note);
        effects.moved(from, to);
    }
}
