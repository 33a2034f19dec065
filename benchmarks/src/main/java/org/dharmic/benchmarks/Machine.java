package org.dharmic.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and when a figure was taken. */
final class Machine {

    private Machine() {}

    static Map<String, Object> describe() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("cores", Runtime.getRuntime().availableProcessors());
        result.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        result.put("jdk", System.getProperty("java.vm.version"));
        result.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return result;
    }
}
