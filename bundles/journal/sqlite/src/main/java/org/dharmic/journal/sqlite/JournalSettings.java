package org.dharmic.journal.sqlite;

import java.time.Duration;
import java.util.Objects;

/**
 * The checked configuration.
 *
 * @param folder as written, empty for the default
 * @param drain for calls in hand when leaving
 * @param minFreeBytes below this nothing is taken in
 * @param busy wait for another process
 * @param keep age at which finished items give up their texts, zero for never
 * @param waitingWarn how long an item may wait before health says so
 */
record JournalSettings(
        String folder, Duration drain, long minFreeBytes, Duration busy, Duration keep, Duration waitingWarn) {

    JournalSettings {
        Objects.requireNonNull(folder, "folder");
    }

    static JournalSettings from(JournalConfig config) {
        return new JournalSettings(
                config.folder().strip(),
                Duration.ofSeconds(within("drain.seconds", config.drain_seconds(), 0, 30)),
                (long) within("spool.min.free.mb", config.spool_min_free_mb(), 0, 1_000_000) << 20,
                Duration.ofMillis(within("busy.timeout.ms", config.busy_timeout_ms(), 0, 60_000)),
                Duration.ofDays(within("keep.days", config.keep_days(), 0, 36_500)),
                Duration.ofMinutes(within("waiting.warn.minutes", config.waiting_warn_minutes(), 1, 10_080)));
    }

    private static int within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s must be %d to %d, was %d (etc/%s.cfg)".formatted(key, min, max, value, JournalComponent.PID));
        }
        return value;
    }
}
