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

    /**
     * A passage as it was indexed.
     *
     * @param section its place
     * @param hash of the file
     * @param size of the file in bytes
     * @param modified of the file; {@link IndexStore#UNSURE} when it may have changed in the same tick
     */
    record FoundPassage(
            String path, String title, Section section, String hash, long size, long modified, float score) {

        FoundPassage withScore(float other) {
            return new FoundPassage(path, title, section, hash, size, modified, other);
        }
    }
}
