package org.dharmic.journal;

import java.time.Instant;
import java.util.Objects;

/**
 * A memory event that has not been applied yet.
 *
 * @param id stable and unique, {@code <itemId>/<n>}; whoever applies the event uses it to recognise a repetition
 * @param itemId the item it follows from
 * @param event what to learn
 * @param at when the item was answered
 * @param attempts failed attempts so far
 */
public record PendingEvent(String id, String itemId, MemoryEvent event, Instant at, int attempts) {
    public PendingEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(itemId, "itemId");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(at, "at");
    }
}
