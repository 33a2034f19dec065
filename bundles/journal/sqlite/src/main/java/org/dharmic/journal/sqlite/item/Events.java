package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.PendingEvent;
import org.dharmic.support.sqlite.Link;

/** What the memories shall learn, until they have. */
public final class Events {

    private static final String ADD = "INSERT INTO event (seq, n, kind, fields, at) VALUES (?, ?, ?, ?, ?)";
    private static final String PENDING = "SELECT i.id || '/' || e.n, i.id, e.kind, e.fields, e.at, e.attempts"
            + " FROM event e JOIN item i USING (seq)"
            + " WHERE e.applied = 0 AND (e.due_nanos IS NULL OR e.due_nanos - ?1 <= 0) ORDER BY e.num LIMIT ?2";
    private static final String OF = " WHERE applied = 0 AND n = ?1 AND seq = (SELECT seq FROM item WHERE id = ?2)";
    private static final String APPLIED =
            "UPDATE event SET applied = 1, reason = '', due_boot = NULL, due_nanos = NULL,"
                    + " due_at = NULL, due_wait = NULL" + OF;
    private static final String FAILED = "UPDATE event SET attempts = attempts + 1, reason = ?3, due_boot = ?4,"
            + " due_nanos = ?5, due_at = ?6, due_wait = ?7" + OF;

    private final Waits waits;

    public Events(Waits waits) {
        this.waits = waits;
    }

    /** The two parts of {@code <itemId>/<n>}. */
    private record Name(String item, int n) {
        private static final Pattern FORM = Pattern.compile("(.+)/(\\d{1,6})");

        static Optional<Name> of(String eventId) {
            Matcher parts = FORM.matcher(eventId);
            return parts.matches()
                    ? Optional.of(new Name(parts.group(1), Integer.parseInt(parts.group(2))))
                    : Optional.empty();
        }
    }

    void add(Link db, long seq, List<MemoryEvent> events, long at) throws SQLException {
        for (int n = 0; n < events.size(); n++) {
            db.update(ADD, seq, n, events.get(n).kind(), Json.of(events.get(n).fields()), at);
        }
    }

    public List<PendingEvent> pending(Link db, int limit) throws SQLException {
        return db.list(
                PENDING,
                row -> new PendingEvent(
                        row.getString(1),
                        row.getString(2),
                        new MemoryEvent(row.getString(3), Json.map(row.getString(4))),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getInt(6)),
                waits.nanos(),
                limit);
    }

    /** Returns how many were pending until now: 1 or 0. */
    public int applied(Link db, String eventId) throws SQLException {
        Optional<Name> name = Name.of(eventId);
        return name.isEmpty()
                ? 0
                : db.update(APPLIED, name.get().n(), name.get().item());
    }

    public int failed(Link db, String eventId, Duration after, String why) throws SQLException {
        Optional<Name> name = Name.of(eventId);
        if (name.isEmpty()) {
            return 0;
        }
        Duration wait = Waits.bounded(after);
        return db.update(
                FAILED,
                name.get().n(),
                name.get().item(),
                why,
                waits.boot(),
                waits.nanosIn(wait),
                waits.millis() + wait.toMillis(),
                wait.toMillis());
    }
}
