package org.dharmic.journal.sqlite;

import java.time.Duration;
import java.util.Objects;
import org.dharmic.support.settings.Range;

/**
 * The checked configuration.
 *
 * @param folder as written, empty for the default
 * @param drain for calls in hand when leaving
 * @param minFreeBytes below this nothing is taken in
 * @param busy wait for another process
 * @param keep age at which finished items give up their texts, zero for never
 * @param waitingWarn how long an item may wait before health says so
 * @param crashes after so many deaths of the process with an item in hand the item is parked, 0 for never
 */
record JournalSettings(
        String folder,
        Duration drain,
        long minFreeBytes,
        Duration busy,
        Duration keep,
        Duration waitingWarn,
        int crashes) {

    private static final Range RANGE = new Range(JournalComponent.PID);

    JournalSettings {
        Objects.requireNonNull(folder, "folder");
    }

    static JournalSettings from(JournalConfig config) {
        return new JournalSettings(
                config.folder().strip(),
                Duration.ofSeconds(RANGE.within("drain.seconds", config.drain_seconds(), 0, 30)),
                (long) RANGE.within("spool.min.free.mb", config.spool_min_free_mb(), 0, 1_000_000) << 20,
                Duration.ofMillis(RANGE.within("busy.timeout.ms", config.busy_timeout_ms(), 0, 60_000)),
                Duration.ofDays(RANGE.within("keep.days", config.keep_days(), 0, 36_500)),
                Duration.ofMinutes(RANGE.within("waiting.warn.minutes", config.waiting_warn_minutes(), 1, 10_080)),
                RANGE.within("park.after.crashes", config.park_after_crashes(), 0, 100));
    }

    Limits limits() {
        return new Limits(minFreeBytes, busy, crashes);
    }
}
