package org.dharmic.journal.sqlite.item;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.dharmic.journal.sqlite.folder.Boot;
import org.dharmic.support.sqlite.Link;

/**
 * Time in the file. Within a process it is the monotonic clock, so that a clock that is set cannot stall or hurry
 * anything. The next process takes over what is left of a wait on the wall clock, and never more than the whole wait.
 */
public final class Waits {

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Boot boot;
    private final Clock clock;
    private final LongSupplier nanos;

    public Waits(Boot boot, Clock clock, LongSupplier nanos) {
        this.boot = boot;
        this.clock = clock;
        this.nanos = nanos;
    }

    String boot() {
        return boot.id();
    }

    /** Now on the monotonic clock. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** When something is due that begins to wait now. */
    long nanosIn(Duration wait) {
        return nanos() + bounded(wait).toNanos();
    }

    /** A wait that can be counted in nanoseconds. */
    public static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    /** Now on the wall clock. */
    public long millis() {
        return clock.millis();
    }

    /** Takes over from the processes before: their leases are void, their waits go on. */
    void adopt(Link db) throws SQLException {
        db.update(
                "UPDATE item SET lease_worker = NULL, lease_boot = NULL, lease_until = NULL"
                        + " WHERE lease_until IS NOT NULL AND lease_boot <> ?",
                boot());
        adoptWaits(db, "UPDATE item");
        adoptWaits(db, "UPDATE event");
    }

    private void adoptWaits(Link db, String update) throws SQLException {
        db.update(
                update + " SET due_nanos = ?1 + 1000000 * max(0, min(due_wait, due_at - ?2)), due_boot = ?3"
                        + " WHERE due_boot IS NOT NULL AND due_boot <> ?3",
                nanos(),
                millis(),
                boot());
    }
}
