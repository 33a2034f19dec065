package org.dharmic.journal.sqlite.database;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.dharmic.journal.Stage;
import org.dharmic.support.sqlite.Link;

/** What the file's tally says, kept here for gauges and for the quick answer that there is no work. */
public final class Counts {

    private final AtomicLongArray items = new AtomicLongArray(Stage.values().length);
    private final AtomicLong pending = new AtomicLong();

    /** Takes them from the file, when it is opened. */
    void read(Link db) throws SQLException {
        for (Stage stage : Stage.values()) {
            items.set(stage.ordinal(), tally(db, Integer.toString(Codes.of(stage))));
        }
        pending.set(tally(db, "events"));
    }

    public static long tally(Link db, String what) throws SQLException {
        return db.one("SELECT n FROM tally WHERE what = ?", row -> row.getLong(1), what)
                .orElse(0L);
    }

    /** Follows a change that is committed. */
    void follow(Effects effects) {
        effects.left.forEach(stage -> items.decrementAndGet(stage.ordinal()));
        effects.reached.forEach(stage -> items.incrementAndGet(stage.ordinal()));
        pending.addAndGet(effects.events);
    }

    /** Items in a stage, without asking the file. */
    public long items(Stage stage) {
        return items.get(stage.ordinal());
    }

    /** Memory events not applied yet, without asking the file. */
    public long pendingEvents() {
        return pending.get();
    }
}
