package org.dharmic.benchmarks.vault.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times of many equal things, and what is quoted of them. */
public final class Latencies {

    private final long[] sorted;

    /** @param nanos in any order */
    public Latencies(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    public int count() {
        return sorted.length;
    }

    /** The smallest time that so many of a hundred do not exceed (nearest rank), in ms; 0 of nothing. */
    public double percentile(double percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return millis(sorted[Math.max(0, rank - 1)]);
    }

    public double mean() {
        return sorted.length == 0
                ? 0
                : Math.round(Arrays.stream(sorted).average().orElse(0) / 1e3) / 1e3;
    }

    /** Figures for a line of JSON, in ms. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("n", count());
        figures.put("mean_ms", mean());
        figures.put("p50_ms", percentile(50));
        figures.put("p95_ms", percentile(95));
        figures.put("p99_ms", percentile(99));
        figures.put("max_ms", percentile(100));
        return figures;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
