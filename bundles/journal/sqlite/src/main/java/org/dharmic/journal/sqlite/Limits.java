package org.dharmic.journal.sqlite;

import java.time.Duration;
import java.util.Objects;

/**
 * How an open journal behaves.
 *
 * @param minFreeBytes the spool takes nothing in when the disk has less
 * @param busy how long to wait for another process that holds the file
 * @param crashes after so many deaths of the process with an item in hand the item is parked, 0 for never
 */
record Limits(long minFreeBytes, Duration busy, int crashes) {

    static final Limits USUAL = new Limits(0, Duration.ofSeconds(5), 3);

    Limits {
        Objects.requireNonNull(busy, "busy");
    }
}
