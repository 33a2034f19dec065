package org.dharmic.vault.lucene;

import java.util.List;

/**
 * What a search found.
 *
 * @param passages best first
 * @param total notes that match
 * @param totalIsExact false when counting stopped before the end
 * @param alike true when nothing matched as written and these have similar words
 * @param timedOut true when the deadline cut the search short
 */
record Found(List<FoundPassage> passages, long total, boolean totalIsExact, boolean alike, boolean timedOut) {

    static final Found NOTHING = new Found(List.of(), 0, true, false, false);

    Found {
        passages = List.copyOf(passages);
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
