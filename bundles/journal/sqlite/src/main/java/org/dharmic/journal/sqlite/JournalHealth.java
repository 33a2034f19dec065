package org.dharmic.journal.sqlite;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Stage;
import org.dharmic.support.Gate;

/** What a person should know about the journal. */
final class JournalHealth {

    private JournalHealth() {}

    static Result of(Place place, Gate gate, JournalSettings settings, Instant now) {
        FormattingResultLog log = new FormattingResultLog();
        Optional<SqliteJournal> open = place.now();
        if (open.isEmpty()) {
            place.failure()
                    .ifPresentOrElse(
                            failure -> log.critical("not open since {}: {}", failure.since(), failure.why()),
                            () -> log.temporarilyUnavailable("opening {}", place.folder()));
            return new Result(log);
        }
        try {
            JournalStats stats = gate.through(open.get()::stats);
            report(log, open.get(), stats, now, settings.minFreeBytes(), settings.waitingWarn());
        } catch (Gate.Leaving e) {
            log.temporarilyUnavailable("{}", e.getMessage());
        } catch (JournalException | IOException e) {
            log.critical("{}", e.getMessage());
        }
        return new Result(log);
    }

    private static void report(
            FormattingResultLog log,
            SqliteJournal journal,
            JournalStats stats,
            Instant now,
            long minFreeBytes,
            Duration waitingWarn)
            throws IOException {
        if (!journal.damage().isEmpty()) {
            log.critical("{}", journal.damage());
        }
        long free = journal.freeBytes();
        if (free < minFreeBytes) {
            log.critical(
                    "no mail is taken in: {} MB free for {}, spool.min.free.mb asks for {}; free space, or lower it in etc/{}.cfg",
                    free >> 20,
                    journal.file().getParent(),
                    minFreeBytes >> 20,
                    JournalComponent.PID);
        }
        long parked = stats.items().getOrDefault(Stage.PARKED, 0L);
        if (parked > 0) {
            log.warn("{} items are parked and wait for a person (journal:show, journal:retry)", parked);
        }
        stats.oldestWaiting()
                .filter(oldest -> oldest.plus(waitingWarn).isBefore(now))
                .ifPresent(oldest -> log.warn(
                        "the oldest item waits since {}, longer than waiting.warn.minutes = {}",
                        oldest,
                        waitingWarn.toMinutes()));
        log.info(
                "open, {} MB, {} MB free, {} memory events pending",
                stats.bytes() >> 20,
                free >> 20,
                stats.pendingEvents());
    }
}
