package org.dharmic.journal.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.support.sqlite.Link;

/** How an item goes on: its steps, its retries and its end. Runs inside the writer's transactions. */
final class Steps {

    private static final String MOVE =
            "UPDATE item SET stage = ?2, attempts = ?3, reason = ?4, updated_at = ?5, parked_from = ?6,"
                    + Leases.DROP_LEASE + " WHERE seq = ?1";

    private final Waits waits;
    private final Leases leases;
    private final Events events;
    private final Story story;

    Steps(Waits waits, Leases leases, Events events, Story story) {
        this.waits = waits;
        this.leases = leases;
        this.events = events;
        this.story = story;
    }

    Leases.Held step(Link db, Lease lease, Step step, Effects effects) throws SQLException {
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
        story.record(db, seq, step.to(), lease.worker(), note);
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
            return Story.shortened(admitted.verdict());
        }
        if (step instanceof Step.Answered answered) {
            db.update(
                    "INSERT INTO answered VALUES (?, ?, ?, ?)",
                    seq,
                    answered.markdown(),
                    answered.executor(),
                    answered.receiptJson());
            return Story.shortened(answered.executor());
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
            SpoolReferences.refer(db, seq, reply);
            return Story.shortened(ready.messageId());
        }
        if (step instanceof Step.Sent sent) {
            return Story.shortened(sent.serverReply());
        }
        if (step instanceof Step.NotSent notSent) {
            return Story.shortened(notSent.why());
        }
        if (step instanceof Step.Marked marked) {
            return Story.shortened(marked.how());
        }
        return "";
    }

    void retryLater(Link db, Lease lease, Duration wait, String note, Effects effects) throws SQLException {
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
        effects.wrote = true;
    }

    void end(Link db, Lease lease, Stage end, String note, Effects effects) throws SQLException {
        Leases.Held held = leases.require(db, lease);
        int attempts = db.one("SELECT attempts FROM item WHERE seq = ?", row -> row.getInt(1), held.seq())
                .orElse(0);
        Integer from = end == Stage.PARKED ? Codes.of(held.stage()) : null;
        db.update(MOVE, held.seq(), Codes.of(end), attempts, note, waits.millis(), from);
        story.record(db, held.seq(), end, lease.worker(), note);
        effects.moved(held.stage(), end);
    }

    private record Parked(long seq, Stage from) {}

    /** Sends a parked item on from where it was parked. False when there is no such item. */
    boolean retry(Link db, String itemId, Effects effects) throws SQLException {
        Optional<Parked> parked = db.one(
                "SELECT seq, parked_from FROM item WHERE id = ? AND stage = 90",
                row -> new Parked(row.getLong(1), Codes.stage(row.getInt(2))),
                itemId);
        if (parked.isEmpty()) {
            return false;
        }
        Stage to = parked.get().from();
        db.update(MOVE, parked.get().seq(), Codes.of(to), 0, "", waits.millis(), null);
        story.record(db, parked.get().seq(), to, "", "sent on by a person");
        effects.moved(Stage.PARKED, to);
        return true;
    }
}
