package org.dharmic.shell.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.metrics.Reading;
import org.dharmic.metrics.Resources;

/** What metrics answer, in words. Each method is a pure function of its arguments. */
public final class MetricsText {

    private MetricsText() {}

    public static Sheet readings(List<Reading> readings) {
        Sheet.Builder sheet = Sheet.of("name", "kind", "value", "mean", "p50", "p95", "p99", "max", "tags");
        readings.forEach(reading -> {
            Map<String, Double> values = reading.values();
            sheet.row(
                    reading.name(),
                    reading.kind(),
                    Optional.ofNullable(values.getOrDefault("value", values.get("count"))),
                    Optional.ofNullable(values.get("mean")),
                    Optional.ofNullable(values.get("p50")),
                    Optional.ofNullable(values.get("p95")),
                    Optional.ofNullable(values.get("p99")),
                    Optional.ofNullable(values.get("max")),
                    reading.tags().isEmpty() ? Optional.empty() : reading.tags());
        });
        return sheet.build();
    }

    public static Card resources(Resources resources) {
        return Card.of("rss_bytes", known(resources.rssBytes()))
                .with("rss_anon_bytes", known(resources.rssAnonBytes()))
                .with("heap_used_bytes", known(resources.heapUsedBytes()))
                .with("heap_max_bytes", known(resources.heapMaxBytes()))
                .with("threads", known(resources.threads()))
                .with("descriptors", known(resources.descriptors()))
                .with("cpu_seconds", known(resources.cpuSeconds()))
                .with("cpu_load", known(resources.cpuLoad()))
                .with("uptime_seconds", known(resources.uptimeSeconds()))
                .build();
    }

    /** The contract says -1 where the system does not tell. */
    private static Optional<Number> known(Number value) {
        return value.doubleValue() < 0 ? Optional.empty() : Optional.of(value);
    }
}
