package org.dharmic.benchmarks.vault;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was set out to be reached, beside what was. */
final class Verdicts {

    private final Map<String, Object> lines = new LinkedHashMap<>();

    void atMost(String name, double value, double limit) {
        add(name, value, "<=", limit, value <= limit);
    }

    void atLeast(String name, double value, double limit) {
        add(name, value, ">=", limit, value >= limit);
    }

    /** A figure that was not taken says so and judges nothing. */
    private void add(String name, double value, String relation, double limit, boolean met) {
        lines.put(
                name,
                Double.isNaN(value) ? "not measured" : value + " " + relation + " " + limit + (met ? "" : " MISSED"));
    }

    Map<String, Object> lines() {
        return lines;
    }
}
