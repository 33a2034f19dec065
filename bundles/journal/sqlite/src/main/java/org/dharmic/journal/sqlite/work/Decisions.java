package org.dharmic.journal.sqlite.work;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Stage;
import org.dharmic.journal.sqlite.database.Codes;
import org.dharmic.journal.sqlite.database.Database;
import org.dharmic.journal.sqlite.folder.Spool;
import org.dharmic.journal.sqlite.item.Steps;
import org.dharmic.support.sqlite.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person decides about an item, whoever works on it. */
public final class Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final Database database;
    private final Steps steps;
    private final Spool spool;

    public Decisions(Database database, Steps steps, Spool spool) {
        this.database = database;
        this.steps = steps;
        this.spool = spool;
    }

    private record Parked(long seq, Stage from) {}

    /** Sends a parked item on from where it was parked. False when there is no such item. */
    public boolean retry(String itemId) {
        return database.change((db, effects) -> {
            Optional<Parked> parked = db.one(
                    "SELECT seq, parked_from FROM item WHERE id = ? AND stage = 90",
                    row -> new Parked(row.getLong(1), Codes.stage(row.getInt(2))),
                    itemId);
            if (parked.isPresent()) {
                steps.resume(db, parked.get().seq(), Stage.PARKED, parked.get().from(), "sent on by a person", effects);
            }
            return parked.isPresent();
        });
    }

    private record Waiting(long seq, Stage stage) {}

    /** Parks an item that is on its way. The lease goes with the stage: whoever holds one can do nothing more. */
    public boolean park(String itemId, String why) {
        return database.change((db, effects) -> {
            Optional<Waiting> waiting = db.one(
                    "SELECT seq, stage FROM item WHERE id = ? AND stage < 70",
                    row -> new Waiting(row.getLong(1), Codes.stage(row.getInt(2))),
                    itemId);
            if (waiting.isPresent()) {
                Waiting found = waiting.get();
                steps.end(db, found.seq(), found.stage(), Stage.PARKED, "", why);
                effects.moved(found.stage(), Stage.PARKED);
            }
            return waiting.isPresent();
        });
    }

    /** Sends a rejected mail back to admission, with nothing of what admission found out before. */
    public boolean readmit(String itemId) {
        Optional<List<String>> dropped = database.change((db, effects) -> {
            Optional<Long> rejected = db.one(
                    "SELECT seq FROM item JOIN arrival USING (seq) WHERE id = ? AND stage = 80 AND thinned = 0"
                            + " AND NOT EXISTS (SELECT 1 FROM answered w WHERE w.seq = item.seq)",
                    row -> row.getLong(1),
                    itemId);
            if (rejected.isEmpty()) {
                return Optional.empty();
            }
            long seq = rejected.get();
            List<String> refs = forgetAdmission(db, seq);
            db.update("UPDATE item SET released = 1, sender = '', thread = NULL WHERE seq = ?", seq);
            steps.resume(db, seq, Stage.REJECTED, Stage.INGESTED, "released by a person", effects);
            return Optional.of(refs);
        });
        dropped.ifPresent(refs -> refs.forEach(this::drop));
        return dropped.isPresent();
    }

    private static List<String> forgetAdmission(Link db, long seq) throws SQLException {
        List<String> refs = db.list(
                "SELECT DISTINCT ref FROM attachment WHERE seq = ? AND ref IS NOT NULL", row -> row.getString(1), seq);
        for (String ref : refs) {
            db.update("DELETE FROM spooled WHERE ref = ?", ref);
        }
        db.update("DELETE FROM attachment WHERE seq = ?", seq);
        db.update("DELETE FROM admitted WHERE seq = ?", seq);
        return refs;
    }

    private void drop(String ref) {
        try {
            spool.delete(ref);
        } catch (IOException | JournalException e) {
            LOG.debug("The spooled attachment {} stays until a sweep", ref, e);
        }
    }
}
