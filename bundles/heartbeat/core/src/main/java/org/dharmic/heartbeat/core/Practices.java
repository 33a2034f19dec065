package org.dharmic.heartbeat.core;

import java.io.IOException;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.dharmic.heartbeat.Practice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is to be done at certain times, one after the other on its own thread, so that none holds up a beat.
 *
 * <p>{@link #tick} is called by one thread, the rest by many.
 */
final class Practices {

    private static final Logger LOG = LoggerFactory.getLogger(Practices.class);

    /** How the latest run ended. */
    record Outcome(boolean good, String line) {}

    /** Opens the timetable on first need: without practices there is no file. */
    interface Opener {
        Timetable open() throws IOException;
    }

    /** Told of each run. */
    interface Listener {
        void ran(String practice, boolean good, long nanos);
    }

    private record Entry(Practice practice, Cron cron, String trouble) {}

    private final Opener opener;
    private final Executor worker;
    private final Clock clock;
    private final Listener listener;
    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
    private final Map<String, Outcome> outcomes = new ConcurrentSkipListMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private Timetable timetable;
    private volatile String trouble = "";

    Practices(Opener opener, Executor worker, Clock clock, Listener listener) {
        this.opener = opener;
        this.worker = worker;
        this.clock = clock;
        this.listener = listener;
    }

    void arrived(Practice practice) {
        String name = name(practice);
        Entry entry;
        try {
            entry = new Entry(practice, new Cron(practice.cron()), "");
        } catch (IllegalArgumentException e) {
            String wrong = "practice " + name + " never runs, its time must be a Unix cron expression, was '"
                    + practice.cron() + "': " + e.getMessage();
            LOG.error(wrong);
            entry = new Entry(practice, null, wrong);
        }
        entries.put(name, entry);
    }

    void left(Practice practice) {
        entries.values().removeIf(entry -> entry.practice() == practice);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Starts what is due. A time that passed while the machine was off is made up for once, the latest one only. */
    void tick() {
        if (entries.isEmpty()) {
            return;
        }
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        try {
            if (timetable == null) {
                timetable = opener.open();
            }
            for (Map.Entry<String, Entry> each : entries.entrySet()) {
                startIfDue(each.getKey(), each.getValue(), now);
            }
            trouble = "";
        } catch (IOException e) {
            // Not claimed is not run: better late than twice.
            if (trouble.isEmpty()) {
                LOG.error("No practice runs until its time can be noted: {}", e.toString());
            }
            trouble = "no practice runs, its time cannot be noted: " + e.getMessage();
        }
    }

    private void startIfDue(String name, Entry entry, ZonedDateTime now) throws IOException {
        if (entry.cron() == null || underWay.contains(name)) {
            return;
        }
        var named = entry.cron().latest(now);
        if (named.isPresent() && timetable.claim(name, named.get(), now.toLocalDateTime()) && underWay.add(name)) {
            try {
                worker.execute(() -> run(name, entry.practice()));
            } catch (RejectedExecutionException e) {
                underWay.remove(name);
                LOG.warn("Leaving: practice {} of {} does not run", name, named.get());
            }
        }
    }

    private void run(String name, Practice practice) {
        long start = System.nanoTime();
        boolean good = false;
        try {
            String line = String.valueOf(practice.run());
            good = true;
            outcomes.put(name, new Outcome(true, line));
            LOG.info("Practice {}: {}", name, line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcomes.put(name, new Outcome(false, "interrupted"));
        } catch (Exception | LinkageError e) { // of other houses: whatever it is, the next practice runs
            outcomes.put(name, new Outcome(false, e.toString()));
            LOG.warn("Practice {} failed; its next time tries again", name, e);
        } finally {
            underWay.remove(name);
            listener.ran(name, good, System.nanoTime() - start);
        }
    }

    /** What is wrong, a line each. */
    List<String> troubles() {
        List<String> lines = new ArrayList<>();
        if (!trouble.isEmpty()) {
            lines.add(trouble);
        }
        entries.values().stream()
                .map(Entry::trouble)
                .filter(line -> !line.isEmpty())
                .forEach(lines::add);
        outcomes.forEach((name, outcome) -> {
            if (!outcome.good() && entries.containsKey(name)) {
                lines.add("practice " + name + " failed the last time: " + outcome.line());
            }
        });
        return lines;
    }

    /** The next time of each, for people. */
    Map<String, String> next() {
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        Map<String, String> next = new TreeMap<>();
        entries.forEach((name, entry) -> {
            if (entry.cron() != null) {
                entry.cron()
                        .next(now)
                        .ifPresent(time -> next.put(name, time.toInstant().toString()));
            }
        });
        return next;
    }

    /** The name stands in a line of the timetable. */
    private static String name(Practice practice) {
        return practice.name().replaceAll("\\p{Cntrl}", " ");
    }
}
