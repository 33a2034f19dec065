package org.dharmic.vault.lucene.search;

import java.util.List;
import java.util.Map;
import org.dharmic.vault.lucene.index.FoundPassage;

/**
 * What a search found.
 *
 * @param passages best first
 * @param total notes that match
 * @param totalIsExact false when counting stopped before the end
 * @param alike true when words or names that are alike were looked for as well
 * @param similar words that no note has as they were typed, and those that stood in for them
 * @param timedOut true when the deadline cut the search short
 */
public record Found(
        List<FoundPassage> passages,
        long total,
        boolean totalIsExact,
        boolean alike,
        Map<String, List<String>> similar,
        boolean timedOut) {

    public static final Found NOTHING = new Found(List.of(), 0, true, false, Map.of(), false);

    public Found {
        passages = List.copyOf(passages);
        similar = Map.copyOf(similar);
    }
}
