package org.dharmic.deepmemory;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Something worth keeping.
 *
 * @param id opaque
 * @param text what it says
 * @param topics may be empty
 * @param updatedAt when it was added or last changed
 */
public record Fact(String id, String text, List<String> topics, Instant updatedAt) {
    public Fact {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(text, "text");
        topics = List.copyOf(topics);
        Objects.requireNonNull(updatedAt, "updatedAt");
    }
}
