package org.dharmic.sandbox;

import java.util.Arrays;
import java.util.Collection;

/** Percentiles by nearest rank: each is a value that was measured. */
record Percentiles(long p50, long p95, long p99) {

    /** Of nothing, all are 0. */
    static Percentiles of(Collection<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
    }

    private static long rank(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return Arrays.stream(sorted).skip(Math.max(1, rank) - 1L).findFirst().orElseThrow();
    }
}
