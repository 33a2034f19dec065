package org.dharmic.journal;

import java.util.Map;
import java.util.Objects;

/**
 * Something a memory shall learn.
 *
 * @param kind whose and what, for example {@code strange-memory.observation} or {@code deep-memory.turn}
 * @param fields its content
 */
public record MemoryEvent(String kind, Map<String, String> fields) {
    public MemoryEvent {
        Objects.requireNonNull(kind, "kind");
        fields = Map.copyOf(fields);
    }
}
