package org.dharmic.heartbeat.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.dharmic.heartbeat.Alert;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Beat.Check;
import org.dharmic.heartbeat.Beat.Status;

/**
 * Takes one beat after the other, and tells from each what has changed for the owner.
 *
 * <p>What disappears is temporarily unavailable for the grace time, as in an exchange, and trouble after it. Safe for many
 * threads; the looks themselves run without a lock.
 */
final class Pulse {

    static final String COMPONENTS = "components";
    /** Long enough that a beat an hour later still tells of it. */
    private static final Duration FORGET = Duration.ofHours(2);

    /** A beat and the alerts that follow from it. */
    record Taken(Beat beat, List<Alert> alerts) {}

    private final Supplier<List<Check>> checks;
    private final Supplier<Components.Report> components;
    private final Supplier<Duration> grace;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** Names of checks whose service left, and when. */
    private final Map<String, Long> gone = new HashMap<>();
    /** What waits, and since when. */
    private final Map<String, Long> waitingSince = new HashMap<>();
    /** What is critical, and since when. */
    private final Map<String, Long> criticalSince = new HashMap<>();
    /** Checks that the owner knows to be critical. */
    private final Set<String> alerted = new HashSet<>();

    private boolean everExchanged;
    private long exchangedAt;

    private volatile Beat last;

    Pulse(
            Supplier<List<Check>> checks,
            Supplier<Components.Report> components,
            Supplier<Duration> grace,
            Clock clock,
            LongSupplier nanoTime) {
        this.checks = checks;
        this.components = components;
        this.grace = grace;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    Optional<Beat> last() {
        return Optional.ofNullable(last);
    }

    synchronized void checkArrived(String name) {
        gone.remove(name);
    }

    synchronized void checkLeft(String name) {
        gone.put(name, nanoTime.getAsLong());
        exchanged();
    }

    /** A bundle is being exchanged: what is critical just now may be so for that alone. */
    synchronized void exchanged() {
        everExchanged = true;
        exchangedAt = nanoTime.getAsLong();
    }

    /** The owner was told of these before this pulse began. */
    synchronized void alerted(Collection<String> names) {
        alerted.addAll(names);
    }

    Taken take() {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long start = nanoTime.getAsLong();
        Components.Report report = components.get();
        long took = nanoTime.getAsLong() - start;
        List<Check> found = new ArrayList<>(checks.get());
        return conclude(at, start, found, report, Duration.ofNanos(took));
    }

    private synchronized Taken conclude(
            Instant at, long start, List<Check> found, Components.Report report, Duration reportTook) {
        long now = nanoTime.getAsLong();
        found.add(components(report, now, reportTook));
        found.replaceAll(check -> duringExchange(check, now));
        Set<String> present = new HashSet<>();
        found.forEach(check -> present.add(check.name()));
        gone.values().removeIf(since -> now - since > FORGET.toNanos());
        gone.forEach((name, since) -> {
            if (!present.contains(name)) {
                boolean brief = now - since < grace.get().toNanos();
                Duration away = Duration.ofNanos(now - since);
                found.add(new Check(
                        name,
                        brief ? Status.TEMPORARILY_UNAVAILABLE : Status.WARN,
                        "not there since " + away.toSeconds() + " s",
                        Duration.ZERO));
            }
        });
        found.sort(Comparator.comparing(Check::name));
        Status worst =
                found.stream().map(Check::status).max(Comparator.naturalOrder()).orElse(Status.OK);
        Beat beat = new Beat(at, Duration.ofNanos(now - start), worst, found);
        last = beat;
        return new Taken(beat, alerts(beat));
    }

    /** What has become critical in an exchange has the grace to mend; what stays so, or was before, has not. */
    private Check duringExchange(Check check, long now) {
        if (check.status() != Status.CRITICAL) {
            criticalSince.remove(check.name());
            return check;
        }
        long since = criticalSince.computeIfAbsent(check.name(), name -> now);
        long limit = grace.get().toNanos();
        boolean exchange = everExchanged && now - exchangedAt < limit && now - since < limit;
        return exchange && !alerted.contains(check.name())
                ? new Check(check.name(), Status.TEMPORARILY_UNAVAILABLE, check.message(), check.took())
                : check;
    }

    private Check components(Components.Report report, long now, Duration took) {
        Set<String> waiting = new HashSet<>();
        Status worst = Status.OK;
        List<String> lines = new ArrayList<>();
        for (Components.Finding finding : report.findings()) {
            Status status = finding.status();
            if (!finding.lasting()) {
                waiting.add(finding.subject());
                long since = waitingSince.computeIfAbsent(finding.subject(), subject -> now);
                if (now - since < grace.get().toNanos()) {
                    status = Status.TEMPORARILY_UNAVAILABLE;
                }
            }
            worst = status.compareTo(worst) > 0 ? status : worst;
            lines.add(finding.message());
        }
        waitingSince.keySet().retainAll(waiting);
        lines.addAll(report.notes());
        String summary = report.components() + " components in " + report.rooms() + " bundles active";
        lines.add(summary);
        return new Check(COMPONENTS, worst, String.join("; ", lines), took);
    }

    private List<Alert> alerts(Beat beat) {
        List<Alert> alerts = new ArrayList<>();
        for (Check check : beat.checks()) {
            if (check.status() == Status.CRITICAL && alerted.add(check.name())) {
                alerts.add(new Alert(check.name(), Status.CRITICAL, check.name() + ": " + check.message(), beat.at()));
            } else if (check.status() == Status.OK && alerted.remove(check.name())) {
                alerts.add(new Alert(
                        check.name(), Status.OK, check.name() + " is well again: " + check.message(), beat.at()));
            }
        }
        return alerts;
    }
}
