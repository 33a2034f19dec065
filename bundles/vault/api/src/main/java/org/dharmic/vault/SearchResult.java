package org.dharmic.vault;

import java.util.List;
import java.util.Objects;

/**
 * What was found.
 *
 * @param hits best first
 * @param total how many notes match in all
 * @param note a word why there are no hits, or that the index is still being built; empty when there is nothing to say
 * @param state the index at the time
 */
public record SearchResult(List<Hit> hits, long total, String note, IndexState state) {
    public SearchResult {
        hits = List.copyOf(hits);
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(state, "state");
    }
}
