package org.dharmic.swap.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Request;
import org.dharmic.swap.Swaps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a set of dropped jars exchanged, and writes down what came of it. */
final class Applying {

    private static final Logger LOG = LoggerFactory.getLogger(Applying.class);

    /** Once may have been bad luck. */
    private static final int INTERRUPTIONS = 2;

    /** A file that has settled. */
    record Ready(Stamp stamp, DroppedJar jar) {}

    private final Path folder;
    private final Ledger ledger;
    private final Swaps swaps;
    private final Surroundings surroundings;
    private final Clock clock;

    Applying(Path folder, Ledger ledger, Swaps swaps, Surroundings surroundings, Clock clock) {
        this.folder = folder;
        this.ledger = ledger;
        this.swaps = swaps;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /**
     * All of them, or none.
     *
     * @return earlier entries of these files that brought another bundle, which has no file any more
     * @throws IOException when the outcome cannot be written down; it is remembered nevertheless
     */
    List<Entry> apply(SortedMap<String, Ready> ready) throws IOException {
        if (ready.isEmpty()) {
            return List.of();
        }
        SortedMap<String, Ready> set = new TreeMap<>(ready);
        leaveOutWhatRuns(set);
        leaveOutOlder(set);
        leaveOutWhatEndsTheProcess(set);
        List<Entry> orphans = set.isEmpty() ? List.of() : carryOut(set);
        ledger.save();
        return orphans;
    }

    /** After a start: what was to take over with it has done so. */
    void afterStart() {
        List<Entry> waiting = ledger.all().stream()
                .filter(entry -> entry.outcome() == FileState.State.AT_RESTART)
                .toList();
        if (!waiting.isEmpty()) {
            Standing standing = new Standing(swaps);
            waiting.stream()
                    .filter(entry -> standing.isStarted(entry.jar()))
                    .forEach(entry -> ledger.put(entry.with(FileState.State.APPLIED, List.of(), clock.instant())));
        }
    }

    private void leaveOutWhatRuns(SortedMap<String, Ready> set) throws IOException {
        Standing standing = new Standing(swaps);
        List<String> running = new ArrayList<>();
        for (Map.Entry<String, Ready> each : set.entrySet()) {
            DroppedJar jar = each.getValue().jar();
            Optional<Path> listed = surroundings.listedJar(jar.symbolicName());
            if (listed.isPresent()
                    && !standing.runsAnother(jar)
                    && DroppedJar.sha256(listed.get()).equals(jar.sha256())) {
                running.add(each.getKey());
                runs(each.getKey(), each.getValue(), standing);
            }
        }
        set.keySet().removeAll(running);
    }

    private void runs(String name, Ready ready, Standing standing) {
        Optional<Entry.Brought> brought = ledger.find(name)
                .flatMap(Entry::brought)
                .filter(before -> before.sha256().equals(ready.jar().sha256()))
                .or(() -> standing.broughtBy(name, ready.jar()));
        ledger.put(new Entry(
                name,
                ready.stamp(),
                ready.jar(),
                FileState.State.APPLIED,
                brought.map(Entry.Brought::exchange).orElse(""),
                clock.instant(),
                List.of(name),
                brought.isPresent()
                        ? List.of()
                        : List.of("ran already when it was dropped; taking the file away changes nothing"),
                brought));
        LOG.info(
                "deploy/{}: {} {} runs already",
                name,
                ready.jar().symbolicName(),
                ready.jar().version());
    }

    private void leaveOutOlder(SortedMap<String, Ready> set) {
        Map<String, String> newest = new HashMap<>();
        set.forEach((name, ready) -> {
            if (!ready.jar().symbolicName().isEmpty()) {
                newest.merge(
                        ready.jar().symbolicName(),
                        name,
                        (one, other) ->
                                set.get(other).jar().isNewerThan(set.get(one).jar()) ? other : one);
            }
        });
        List<String> older = new ArrayList<>();
        set.forEach((name, ready) -> {
            String best = newest.getOrDefault(ready.jar().symbolicName(), name);
            if (!best.equals(name)) {
                older.add(name);
                String reason = best + " brings " + ready.jar().symbolicName() + " "
                        + set.get(best).jar().version();
                ledger.put(entry(name, ready, FileState.State.OLDER, "", List.of(name, best), List.of(reason)));
                LOG.info("deploy/{} is left out: {}", name, reason);
            }
        });
        set.keySet().removeAll(older);
    }

    private void leaveOutWhatEndsTheProcess(SortedMap<String, Ready> set) {
        List<String> files = set.keySet().stream()
                .filter(name -> ledger.interrupted(set.get(name).jar().sha256()) >= INTERRUPTIONS)
                .toList();
        if (!files.isEmpty()) {
            String reason = "the process ended " + INTERRUPTIONS + " times in the middle of this exchange; touch "
                    + String.join(", ", files) + " to try once more";
            for (String name : files) {
                ledger.put(entry(name, set.get(name), FileState.State.PUT_BACK, "", files, List.of(reason)));
            }
            LOG.warn("{} is not in, what ran before runs: {}", Origin.of(files), reason);
            set.keySet().removeAll(files);
            ledger.end();
        }
    }

    private List<Entry> carryOut(SortedMap<String, Ready> set) throws IOException {
        ledger.begin(set.values().stream().map(ready -> ready.jar().sha256()).toList());
        ledger.save();
        List<String> names = List.copyOf(set.keySet());
        Request request = new Request(
                Request.Kind.UPGRADE_OR_INSTALL,
                names.stream().map(folder::resolve).toList(),
                List.of(),
                false,
                Origin.of(names));
        Outcome outcome;
        try {
            outcome = swaps.carryOut(request);
        } finally {
            ledger.end();
        }
        FileState.State state = state(outcome.result());
        boolean kept = state == FileState.State.APPLIED || state == FileState.State.AT_RESTART;
        List<String> reasons = new ArrayList<>(reasons(outcome, state));
        if (reasons.stream().anyMatch(reason -> reason.contains("--force"))) {
            reasons.add("the folder forces nothing; by hand: swap:upgrade --force "
                    + request.jars().stream().map(Path::toString).collect(Collectors.joining(" ")));
        }
        List<Entry> orphans = new ArrayList<>();
        set.forEach((name, ready) -> {
            Entry entry = entry(name, ready, state, outcome.id(), names, reasons);
            if (kept) {
                ledger.find(name)
                        .filter(before -> before.brought()
                                .filter(b ->
                                        !b.symbolicName().equals(ready.jar().symbolicName()))
                                .isPresent())
                        .ifPresent(orphans::add);
                entry = entry.with(Optional.of(brought(outcome, ready.jar())));
            }
            ledger.put(entry);
        });
        tell(request.origin(), outcome, kept, reasons);
        return orphans;
    }

    /** What an earlier version of the file brought is kept in mind: a refused one changes nothing of it. */
    private Entry entry(
            String name, Ready ready, FileState.State state, String exchange, List<String> set, List<String> reasons) {
        return new Entry(
                name,
                ready.stamp(),
                ready.jar(),
                state,
                exchange,
                clock.instant(),
                set,
                reasons,
                ledger.find(name).flatMap(Entry::brought));
    }

    private static Entry.Brought brought(Outcome outcome, DroppedJar jar) {
        boolean installed = outcome.plan().changes().stream()
                .anyMatch(change -> change.symbolicName().equals(jar.symbolicName())
                        && change.from().isEmpty());
        return new Entry.Brought(outcome.id(), jar.symbolicName(), jar.version(), jar.sha256(), installed);
    }

    private static List<String> reasons(Outcome outcome, FileState.State state) {
        if (state == FileState.State.AT_RESTART) {
            return List.of("takes effect with the next start: " + outcome.plan().atRestart());
        }
        return outcome.reasons().isEmpty() ? outcome.plan().refusals() : outcome.reasons();
    }

    static FileState.State state(Outcome.Result result) {
        return switch (result) {
            case KEPT -> FileState.State.APPLIED;
            case AT_RESTART -> FileState.State.AT_RESTART;
            case REFUSED -> FileState.State.REFUSED;
            case PUT_BACK -> FileState.State.PUT_BACK;
            case BROKEN -> FileState.State.FAILED;
        };
    }

    private static void tell(String origin, Outcome outcome, boolean kept, List<String> reasons) {
        String changes = outcome.plan().changes().stream()
                .map(change -> change.symbolicName() + " " + change.from().orElse("(new)") + " -> "
                        + change.to().orElse("(none)"))
                .collect(Collectors.joining(", "));
        if (kept) {
            LOG.info("{} is in: {} (exchange {})", origin, changes, outcome.id());
        } else {
            LOG.warn("{} is not in, {}: {}", origin, words(outcome.result()), String.join("; ", reasons));
        }
    }

    static String words(Outcome.Result result) {
        return switch (result) {
            case KEPT, AT_RESTART -> "done";
            case REFUSED -> "nothing was changed";
            case PUT_BACK -> "what ran before was put back";
            case BROKEN -> "and putting back what ran before failed; restart to come back to it";
        };
    }
}
