package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import org.dharmic.journal.Stage;
import org.dharmic.journal.sqlite.database.Codes;
import org.dharmic.support.sqlite.Link;

/** What is told of each item, line by line. Runs inside the writer's transactions. */
public final class Story {

    /** Reasons and notes are for people; a server's whole transcript is not. */
    private static final int NOTE_CHARS = 2_000;

    private final Waits waits;

    public Story(Waits waits) {
        this.waits = waits;
    }

    public void record(Link db, long seq, Stage stage, String worker, String note) throws SQLException {
        db.update(
                "INSERT INTO transition (seq, stage, at, worker, note) VALUES (?, ?, ?, ?, ?)",
                seq,
                Codes.of(stage),
                waits.millis(),
                worker,
                note);
    }

    public static String shortened(String note) {
        return note.length() <= NOTE_CHARS ? note : note.substring(0, NOTE_CHARS) + "…";
    }
}
