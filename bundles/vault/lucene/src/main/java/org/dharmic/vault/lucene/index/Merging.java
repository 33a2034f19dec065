package org.dharmic.vault.lucene.index;

import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * When segments of an index become one. A search looks every word up in every segment, and every segment has a list of its
 * words; but each merge writes every word again.
 */
final class Merging {

    /** Segments when a build and what follows it are over: of a large vault one takes a tenth less than ten, and 12 s. */
    static final int AFTER_BUILD = 1;

    private static final int PER_TIER = 4;
    /**
     * So many that a build of a gigabyte of text merges nothing: what it wrote is merged once, when it is over. With 10 a
     * build takes a fifth more processor time.
     */
    private static final int PER_TIER_IN_BUILD = 64;

    private static final int FLOOR_SEGMENT_MB = 8;

    private Merging() {}

    /** Beside whoever writes. */
    static ConcurrentMergeScheduler beside() {
        ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
        merges.setMaxMergesAndThreads(6, 2);
        // It would begin with 20 MB/s, and a build waits when too many merges are behind.
        merges.disableAutoIOThrottle();
        return merges;
    }

    static TieredMergePolicy inBuild() {
        return policy(PER_TIER_IN_BUILD);
    }

    static TieredMergePolicy inUse() {
        return policy(PER_TIER);
    }

    private static TieredMergePolicy policy(int perTier) {
        TieredMergePolicy merging = new TieredMergePolicy();
        merging.setSegmentsPerTier(perTier);
        merging.setFloorSegmentMB(FLOOR_SEGMENT_MB);
        return merging;
    }
}
