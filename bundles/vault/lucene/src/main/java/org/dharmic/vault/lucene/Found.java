package org.dharmic.vault.lucene;

import java.util.List;
import java.util.Map;

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
record Found(
        List<FoundPassage> passages,
        long total,
        boolean totalIsExact,
        boolean alike,
        Map<String, List<String>> similar,
        boolean timedOut) {

    static final Found NOTHING = new Found(List.of(), 0, true, false, Map.of(), false);

    Found {
        passages = List.copyOf(passages);
        similar = Map.copyOf(similar);
    }
}
