package org.dharmic.metrics.core;

import java.time.Duration;
import org.dharmic.support.settings.Range;

/** The checked configuration. */
record MetricsSettings(long alertRssBytes, long alertGrowthBytes, int metersMax, Duration window, Duration drain) {

    private static final long MB = 1024 * 1024;
    private static final Range RANGE = new Range(MicrometerMetrics.PID);

    static MetricsSettings from(MetricsConfig config) {
        return new MetricsSettings(
                RANGE.within("alert.rss.mb", config.alert_rss_mb(), 50, 1_000_000) * MB,
                RANGE.within("alert.growth.mb", config.alert_growth_mb(), 0, 1_000_000) * MB,
                RANGE.within("meters.max", config.meters_max(), 100, 100_000),
                Duration.ofMinutes(
                        RANGE.within("percentiles.window.minutes", config.percentiles_window_minutes(), 1, 1440)),
                Duration.ofSeconds(RANGE.within("drain.seconds", config.drain_seconds(), 0, 60)));
    }
}
