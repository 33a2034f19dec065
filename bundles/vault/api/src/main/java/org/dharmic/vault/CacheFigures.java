package org.dharmic.vault;

/**
 * What the cache of answers has saved since the vault was opened.
 *
 * @param entries answers that are kept now
 * @param most answers that are kept at most, 0 when none are
 * @param hits searches answered from it
 * @param misses searches that were not
 * @param warmed answers made ahead for queries that recur at this hour
 * @param warmedUsed of those, how many somebody asked for
 */
public record CacheFigures(int entries, int most, long hits, long misses, long warmed, long warmedUsed) {

    /** Nothing is kept. */
    public static final CacheFigures NONE = new CacheFigures(0, 0, 0, 0, 0, 0);
}
