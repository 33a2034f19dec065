package org.dharmic.journal.sqlite.work;

import java.time.Duration;
import java.util.List;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.sqlite.database.Counts;
import org.dharmic.journal.sqlite.database.Database;
import org.dharmic.journal.sqlite.item.Events;
import org.dharmic.journal.sqlite.item.Story;

/**
 * What the memories are told, until they have learned it. Nothing of it is forced to the disk: an event that is applied again
 * after a loss of power is recognised by its id.
 */
public final class Memories {

    private final Database database;
    private final Counts counts;
    private final Events events;

    public Memories(Database database, Counts counts, Events events) {
        this.database = database;
        this.counts = counts;
        this.events = events;
    }

    public List<PendingEvent> pending(int limit) {
        return counts.pendingEvents() == 0 ? List.of() : database.look(db -> events.pending(db, limit));
    }

    public void applied(List<String> eventIds) {
        database.changeUnforced((db, effects) -> {
            int applied = 0;
            for (String id : eventIds) {
                applied += events.applied(db, id);
            }
            if (applied > 0) {
                effects.pending(-applied);
            }
            return null;
        });
    }

    public void failed(String eventId, Duration after, String why) {
        String note = Story.shortened(why);
        database.changeUnforced((db, effects) -> {
            if (events.failed(db, eventId, after, note) > 0) {
                effects.changed();
            }
            return null;
        });
    }
}
