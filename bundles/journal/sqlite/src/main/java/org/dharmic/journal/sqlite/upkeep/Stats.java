package org.dharmic.journal.sqlite.upkeep;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Stage;
import org.dharmic.journal.sqlite.database.Counts;
import org.dharmic.journal.sqlite.database.Database;

/** The journal in numbers. */
public final class Stats {

    private final Database database;
    private final Counts counts;

    public Stats(Database database, Counts counts) {
        this.database = database;
        this.counts = counts;
    }

    private record Waiting(Optional<Instant> oldest, long spoolBytes) {}

    public JournalStats now() {
        Waiting waiting = database.look(db -> new Waiting(
                db.one(
                                "SELECT min(created_at) FROM item WHERE stage < 70",
                                row -> row.getObject(1) == null ? 0L : row.getLong(1))
                        .filter(at -> at > 0)
                        .map(Instant::ofEpochMilli),
                Counts.tally(db, "spool")));
        Map<Stage, Long> perStage = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            if (counts.items(stage) > 0) {
                perStage.put(stage, counts.items(stage));
            }
        }
        return new JournalStats(
                perStage, waiting.oldest(), counts.pendingEvents(), database.bytes() + waiting.spoolBytes());
    }
}
