package org.dharmic.journal.sqlite;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.dharmic.journal.JournalTopics;
import org.dharmic.journal.Stage;
import org.dharmic.journal.sqlite.database.Observer;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Tells the event admin and the meters what happened. */
final class Teller implements Observer {

    private final Available<EventAdmin> eventAdmin;
    private final Meters meters;

    Teller(Available<EventAdmin> eventAdmin, Meters meters) {
        this.eventAdmin = eventAdmin;
        this.meters = meters;
    }

    static String tag(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void staged(Stage stage) {
        eventAdmin
                .now()
                .ifPresent(admin ->
                        admin.postEvent(new Event(JournalTopics.STAGED, Map.of(JournalTopics.STAGE, stage.name()))));
    }

    @Override
    public void moved(Stage stage) {
        meters.count("journal_transitions_total", "stage", tag(stage));
    }

    @Override
    public void committed(Duration took) {
        meters.time("journal_commit_seconds", took);
    }
}
