package org.dharmic.metrics.core;

import java.time.Duration;

/** The checked configuration. */
record MetricsSettings(long alertRssBytes, long alertGrowthBytes, int metersMax, Duration window, Duration drain) {

    private static final long MB = 1024 * 1024;

    static MetricsSettings from(MetricsConfig config) {
        return new MetricsSettings(
                range("alert.rss.mb", config.alert_rss_mb(), 50, 1_000_000) * MB,
                range("alert.growth.mb", config.alert_growth_mb(), 0, 1_000_000) * MB,
                (int) range("meters.max", config.meters_max(), 100, 100_000),
                Duration.ofMinutes(range("percentiles.window.minutes", config.percentiles_window_minutes(), 1, 1440)),
                Duration.ofSeconds(range("drain.seconds", config.drain_seconds(), 0, 60)));
    }

    private static long range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " must be " + min + " to " + max + ", was " + value + " (etc/org.dharmic.metrics.core.cfg)");
        }
        return value;
    }
}
