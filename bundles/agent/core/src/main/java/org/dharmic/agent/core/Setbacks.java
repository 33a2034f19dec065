package org.dharmic.agent.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.memory.EventApplier;
import org.dharmic.agent.core.memory.Learning;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.text.Text;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Transition;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an item that could not be answered. Without fault of its own it waits, as long as it takes, and stays
 * open; what failed by itself too often waits for a person.
 */
final class Setbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);

    /** Begins the reason of a retry that is not the item's fault; such ones are taken off its attempts. */
    static final String WAITING = "waiting for an executor: ";

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    /** What is not the item's fault may end at any time: looking again costs the journal two steps, and nobody else. */
    private static final Duration LONG_PAUSE = Duration.ofMinutes(6);

    private static final int WHY_CHARS = 500;

    private final Supplier<AgentSettings> settings;
    private final Neighbours neighbours;
    private final EventApplier applier;
    private final Notices notices;
    private final Meters meters;
    private final Clock clock;

    Setbacks(
            Supplier<AgentSettings> settings,
            Neighbours neighbours,
            EventApplier applier,
            Notices notices,
            Meters meters,
            Clock clock) {
        this.settings = settings;
        this.neighbours = neighbours;
        this.applier = applier;
        this.notices = notices;
        this.meters = meters;
        this.clock = clock;
    }

    /** Nobody could answer, which is not the item's fault: it waits, and after a while its sender is told. */
    void waits(Lease lease, Duration asked, String why) {
        meters.count("agent_failures_total", "what", "executor");
        List<Transition> waits = waits(lease.item());
        Instant now = clock.instant();
        Instant since = waits.stream()
                .map(Transition::at)
                .min(Comparator.naturalOrder())
                .filter(first -> first.isBefore(now))
                .orElse(now);
        Duration pause = shorter(longer(asked, ownPause(waits.size())), longest(waits.size()));
        Duration notice = settings.get().patience().notice();
        if (!notice.isZero()) {
            Duration left = notice.minus(Duration.between(since, now));
            if (left.isNegative() || left.isZero()) {
                notices.waits(lease.item(), since);
            } else {
                pause = shorter(pause, longer(left, Duration.ofSeconds(1)));
            }
        }
        if (waits.isEmpty()) {
            LOG.info("No executor, the mail waits: {}", why);
        }
        Duration after = pause;
        neighbours.onJournal(journal -> journal.retryLater(lease, after, WAITING + Text.first(why, WHY_CHARS)));
    }

    /** It failed by itself: it is tried again, and parked after several times. */
    void failed(Lease lease, Asking asking, String why) {
        meters.count("agent_failures_total", "what", "item");
        String reason = Text.first(Text.line(why), WHY_CHARS);
        Item item = lease.item();
        // The journal counts every attempt; those that failed for want of an executor are told by their reason.
        int failures = item.attempts() == 0
                ? 1
                : Math.max(0, item.attempts() - waits(item).size()) + 1;
        if (failures >= settings.get().patience().attempts()) {
            parks(lease, asking, "failed " + failures + " times: " + reason);
        } else {
            Duration pause = ownPause(failures);
            neighbours.onJournal(journal -> journal.retryLater(lease, pause, reason));
        }
    }

    /** Nobody will ever answer it. */
    void never(Lease lease, Asking asking, String why) {
        meters.count("agent_failures_total", "what", "item");
        parks(lease, asking, "no executor will answer this: " + Text.first(why, WHY_CHARS));
    }

    private void parks(Lease lease, Asking asking, String why) {
        neighbours.onJournal(journal -> journal.park(lease, why));
        LOG.error("Parked, a person has to look: {}", why);
        if (settings.get().patience().tellsParked()) {
            notices.parked(lease.item());
        }
        try {
            applier.apply(
                    lease.item().id() + "/parked-",
                    Learning.fromFailure(asking, why),
                    lease.item().createdAt(),
                    Neighbours.WAIT);
        } catch (RuntimeException e) {
            // What was parked stands in the journal; a memory that is away need not hold it up.
            meters.count("agent_failures_total", "what", "event");
            LOG.warn("The memory did not learn of it: {}", e.getMessage());
        }
    }

    private List<Transition> waits(Item item) {
        return item.attempts() == 0
                ? List.of()
                : neighbours.of(neighbours.journal(), "the journal", journal -> journal.history(item.id())).stream()
                        .filter(each -> each.note().contains(WAITING))
                        .toList();
    }

    private static Duration ownPause(int before) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(before, 5));
    }

    /** An outage of days does not fill an item's story. */
    private static Duration longest(int before) {
        return LONG_PAUSE.multipliedBy(1L << Math.min(before / 6, 2));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
