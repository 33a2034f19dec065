package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import java.util.List;
import org.dharmic.journal.Stage;
import org.dharmic.journal.sqlite.database.Codes;
import org.dharmic.journal.sqlite.database.Succession;
import org.dharmic.support.sqlite.Link;

/**
 * Items that were in somebody's hands when their process died. One that takes the process with it, by filling its heap
 * say, would do so for ever: after some deaths in one stage it waits for a person. A lease is in the file anyway, so this
 * costs nothing until a process has died.
 */
public final class Deaths implements Succession {

    private static final String IN_HAND = "SELECT seq, stage, lease_worker, deaths FROM item"
            + " WHERE lease_until IS NOT NULL AND lease_boot <> ?1 AND lease_boot NOT IN (SELECT boot FROM closed)"
            + " AND stage < 70";
    private static final String COUNT = "UPDATE item SET deaths = deaths + 1, attempts = attempts + 1, reason = ?2,"
            + " updated_at = ?3 WHERE seq = ?1";

    private final Waits waits;
    private final Steps steps;
    private final Story story;
    private final int limit;

    /** @param limit after so many deaths an item is parked, 0 for never */
    public Deaths(Waits waits, Steps steps, Story story, int limit) {
        this.waits = waits;
        this.steps = steps;
        this.story = story;
        this.limit = limit;
    }

    private record InHand(long seq, Stage stage, String worker, int deaths) {}

    /** The deaths first: what was in hand is known by the leases, which become void then. */
    @Override
    public void takeOver(Link db) throws SQLException {
        count(db);
        waits.adopt(db);
    }

    /** Counts what the processes before have left in hand. */
    private void count(Link db) throws SQLException {
        List<InHand> inHand = db.list(
                IN_HAND,
                row -> new InHand(row.getLong(1), Codes.stage(row.getInt(2)), row.getString(3), row.getInt(4)),
                waits.boot());
        for (InHand each : inHand) {
            int deaths = each.deaths() + 1;
            if (limit > 0 && deaths >= limit) {
                String why = "the platform died " + deaths + " times while this was worked on, the last time by "
                        + each.worker() + ": look what it holds before it is sent on";
                steps.end(db, each.seq(), each.stage(), Stage.PARKED, "", why);
            } else {
                String why = "the platform died while " + each.worker() + " worked on it, " + deaths
                        + (deaths == 1 ? " time" : " times") + " so far";
                db.update(COUNT, each.seq(), why, waits.millis());
                story.record(db, each.seq(), each.stage(), "", why);
            }
        }
        db.update("DELETE FROM closed");
    }

    /** What is in hand now is not there when the process dies. */
    @Override
    public void leave(Link db) throws SQLException {
        db.update("INSERT INTO closed VALUES (?)", waits.boot());
    }
}
