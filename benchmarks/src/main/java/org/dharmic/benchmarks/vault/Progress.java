package org.dharmic.benchmarks.vault;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.dharmic.benchmarks.Json;

/** Figures on standard output, a line of JSON for each group as it is ready; what goes on, for people, on standard error. */
final class Progress {

    private final String bench;

    Progress(String bench) {
        this.bench = bench;
    }

    void say(String format, Object... arguments) {
        System.err.println(String.format(Locale.ROOT, format, arguments));
    }

    void group(String group, Map<String, Object> figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("bench", bench);
        line.put("group", group);
        line.putAll(figures);
        // Times from a machine that had other work to do tell nothing; this says whether it had.
        line.put("load", rounded(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), 2));
        System.out.println(Json.write(line));
    }

    /** NaN, which stands for what was not measured, stays NaN. */
    static double rounded(double value, int digits) {
        if (Double.isNaN(value)) {
            return value;
        }
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
