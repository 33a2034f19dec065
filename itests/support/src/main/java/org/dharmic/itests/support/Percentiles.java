package org.dharmic.itests.support;

import java.util.Collection;

/** By nearest rank: each is a value that was measured; 0 of nothing. */
public record Percentiles(int count, double p50, double p99, double max) {

    public static Percentiles of(Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        return new Percentiles(sorted.length, rank(sorted, 50), rank(sorted, 99), rank(sorted, 100));
    }

    private static double rank(double[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.max(1, (int) Math.ceil(sorted.length * percent / 100.0)) - 1];
    }
}
