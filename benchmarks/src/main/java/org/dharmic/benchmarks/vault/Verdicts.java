package org.dharmic.benchmarks.vault;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was set out to be reached, beside what was. */
final class Verdicts {

    private static final String NOT_MEASURED = "not measured";

    private final Map<String, Object> lines = new LinkedHashMap<>();

    void atMost(String name, double value, double limit) {
        add(name, value, "<=", limit, value <= limit);
    }

    void atLeast(String name, double value, double limit) {
        add(name, value, ">=", limit, value >= limit);
    }

    void holds(String name, double value) {
        lines.put(name, Double.isNaN(value) ? NOT_MEASURED : value == 1 ? "yes" : "no MISSED");
    }

    /** A figure that was not taken says so and judges nothing. */
    private void add(String name, double value, String relation, double limit, boolean met) {
        lines.put(
                name,
                Double.isNaN(value) ? NOT_MEASURED : value + " " + relation + " " + limit + (met ? "" : " MISSED"));
    }

    Map<String, Object> lines() {
        return lines;
    }
}
