package org.dharmic.metrics;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One meter as it stands.
 *
 * @param name for example {@code mail_handled_total}
 * @param tags sorted by key
 * @param kind {@code timer}, {@code counter} or {@code gauge}
 * @param values for a timer {@code count}, {@code mean}, {@code p50}, {@code p95}, {@code p99}, {@code max} (seconds);
 *     otherwise {@code value}
 */
public record Reading(String name, SortedMap<String, String> tags, String kind, Map<String, Double> values) {
    public Reading {
        Objects.requireNonNull(name, "name");
        tags = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        Objects.requireNonNull(kind, "kind");
        values = Map.copyOf(values);
    }
}
