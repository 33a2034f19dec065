package org.dharmic.strangememory;

import java.util.Map;
import java.util.Objects;

/**
 * A short account.
 *
 * @param entries readable entries per layer
 * @param unreadable lines skipped because they could not be read, over all layers
 * @param text the last observations, how they were met, and developments
 */
public record MemorySummary(Map<Layer, Long> entries, long unreadable, String text) {
    public MemorySummary {
        entries = Map.copyOf(entries);
        Objects.requireNonNull(text, "text");
    }
}
