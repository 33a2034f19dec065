package org.dharmic.metrics.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.dharmic.metrics.Reading;
import org.dharmic.metrics.Resources;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.Test;

class MeasuringTest {

    private static final long MB = 1024 * 1024;
    private static final MetricsSettings SETTINGS =
            new MetricsSettings(1000 * MB, 50 * MB, 3, Duration.ofHours(1), Duration.ofSeconds(2));

    private final Bounded bounded = new Bounded(SETTINGS::metersMax, SETTINGS.window());
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters();

    MeasuringTest() {
        registry.config().meterFilter(bounded).onMeterRemoved(bounded::removed);
        meters.arrived(registry);
    }

    @Test
    void eachKindIsReadUnderTheNameItWasGiven() {
        meters.count("mail_handled_total");
        meters.gauge("mail_waiting", () -> 7);
        meters.time("executor_run_seconds", Duration.ofMillis(20), "executor", "extractive");
        List<Reading> readings = Readings.of(registry);
        assertThat(readings)
                .extracting(Reading::name)
                .containsExactly("executor_run_seconds", "mail_handled_total", "mail_waiting");
        Reading timer = readings.get(0);
        assertThat(timer.kind()).isEqualTo("timer");
        assertThat(timer.tags()).containsEntry("executor", "extractive");
        assertThat(timer.values()).containsEntry("count", 1.0).containsKeys("mean", "p50", "p95", "p99", "max");
        assertThat(timer.values().get("p50")).isBetween(0.018, 0.022);
        assertThat(readings.get(1).values()).containsEntry("value", 1.0);
        assertThat(registry.scrape())
                .contains(
                        "mail_handled_total 1.0",
                        "mail_waiting 7.0",
                        "executor_run_seconds_count{executor=\"extractive\"} 1");
    }

    @Test
    void metersAreBoundedAndMakeRoomWhenTheyLeave() {
        for (int i = 0; i < 5; i++) {
            meters.count("mail_handled_total", "sender", "s" + i);
        }
        assertThat(registry.getMeters()).hasSize(3);
        assertThat(bounded.refused()).isEqualTo(2);
        meters.close();
        Counter.builder("mail_other_total").register(registry).increment();
        assertThat(registry.getMeters()).hasSize(1);
    }

    @Test
    void memoryAboveTheLimitIsCriticalAndNearItAWarning() {
        assertThat(judge(500, 0).getStatus()).isEqualTo(Result.Status.OK);
        assertThat(judge(801, 0).getStatus()).isEqualTo(Result.Status.WARN);
        Result over = judge(1001, 0);
        assertThat(over.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(over.toString()).contains("1001 MB", "alert.rss.mb = 1000 MB");
        assertThat(judge(500, 51).getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(judge(-1, 0).getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    void growthComparesTheQuietHoursOfTwoDays() {
        Growth growth = new Growth(Duration.ofDays(1));
        long day = Duration.ofDays(1).toNanos();
        growth.note(200 * MB, 0);
        growth.note(900 * MB, day / 2);
        growth.note(230 * MB, day);
        growth.note(-1, day + 1);
        assertThat(growth.bytes()).isZero();
        growth.note(300 * MB, 2 * day);
        assertThat(growth.bytes()).isEqualTo(30 * MB);
    }

    private static Result judge(long mb, long grownMb) {
        long bytes = mb < 0 ? -1 : mb * MB;
        return ProcessHealth.judge(
                new Resources(bytes, bytes, 30 * MB, 256 * MB, 40, 200, 1, 0.1, 100), grownMb * MB, 0, SETTINGS);
    }
}
