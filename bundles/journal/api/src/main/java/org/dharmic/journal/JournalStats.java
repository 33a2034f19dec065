package org.dharmic.journal;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The journal in numbers.
 *
 * @param items items per stage; a stage without items is missing
 * @param oldestWaiting when the oldest item that is not at an end was accepted
 * @param pendingEvents memory events not applied yet
 * @param bytes size of database and spool
 */
public record JournalStats(Map<Stage, Long> items, Optional<Instant> oldestWaiting, long pendingEvents, long bytes) {
    public JournalStats {
        items = Map.copyOf(items);
        Objects.requireNonNull(oldestWaiting, "oldestWaiting");
    }
}
