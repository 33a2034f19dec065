package org.dharmic.swap.deploy;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Request;
import org.dharmic.swap.Swaps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what files brought that are gone, as far as it is still what runs. */
final class TakingBack {

    private static final Logger LOG = LoggerFactory.getLogger(TakingBack.class);

    private final Ledger ledger;
    private final Swaps swaps;
    private final Clock clock;

    /** What was tried in vain by this process; the next one tries once more. */
    private final Set<String> failed = new HashSet<>();

    /** The exchange that stood when it was tried in vain. */
    private String latest = "";

    TakingBack(Ledger ledger, Swaps swaps, Clock clock) {
        this.ledger = ledger;
        this.swaps = swaps;
        this.clock = clock;
    }

    boolean hasFailed(Entry entry) {
        return entry.outcome() == FileState.State.LEFT && failed.contains(entry.file());
    }

    /** Forgets what could not be taken back and does not run any more; tries the rest again when something has changed. */
    void review() {
        Standing standing = new Standing(swaps);
        if (!standing.latest().equals(latest)) {
            failed.clear();
            return;
        }
        for (Entry entry : ledger.all()) {
            if (hasFailed(entry)) {
                entry.brought().flatMap(standing::goneBecause).ifPresent(why -> forget(entry, why));
            }
        }
    }

    /**
     * Once for each exchange, the latest first, whatever the number of its files that are gone.
     *
     * @throws IOException when the outcome cannot be written down; it is remembered nevertheless
     */
    void takeBack(List<Entry> gone) throws IOException {
        Map<String, List<Entry>> exchanges = new LinkedHashMap<>();
        for (Entry entry : gone) {
            if (entry.brought().isEmpty()) {
                forget(entry, "it had brought nothing");
            } else if (!passOn(entry, gone)) {
                exchanges
                        .computeIfAbsent(entry.brought().get().exchange(), id -> new ArrayList<>())
                        .add(entry);
            }
        }
        if (!exchanges.isEmpty()) {
            Standing standing = new Standing(swaps);
            exchanges.keySet().stream()
                    .sorted(Comparator.comparingInt(standing::order).reversed())
                    .forEach(id -> takeBack(id, exchanges.get(id), gone));
        }
        ledger.save();
    }

    private void forget(Entry entry, String why) {
        ledger.remove(entry);
        failed.remove(entry.file());
        LOG.info("deploy/{} is gone; nothing changes: {}", entry.file(), why);
    }

    /** Another file holds the same jar: it was renamed, or copied. */
    private boolean passOn(Entry entry, List<Entry> gone) {
        Entry.Brought brought = entry.brought().orElseThrow();
        Optional<Entry> heir = ledger.all().stream()
                .filter(each -> !gone.contains(each) && !each.file().equals(entry.file()))
                .filter(each ->
                        each.outcome() == FileState.State.APPLIED || each.outcome() == FileState.State.AT_RESTART)
                .filter(each -> each.jar().sha256().equals(brought.sha256()))
                .findFirst();
        heir.ifPresent(other -> {
            ledger.put(other.with(other.outcome(), List.of(), clock.instant()).with(Optional.of(brought)));
            forget(entry, "deploy/" + other.file() + " holds the same jar");
        });
        return heir.isPresent();
    }

    private void takeBack(String exchange, List<Entry> group, List<Entry> gone) {
        Standing standing = new Standing(swaps);
        List<Entry> running = new ArrayList<>();
        for (Entry entry : group) {
            Optional<String> why = standing.goneBecause(entry.brought().orElseThrow());
            if (why.isPresent()) {
                forget(entry, why.get());
            } else {
                running.add(entry);
            }
        }
        if (running.isEmpty()) {
            return;
        }
        List<String> files = running.stream().map(Entry::file).toList();
        Optional<Entry.Brought> upgraded = running.stream()
                .flatMap(entry -> entry.brought().stream())
                .filter(brought -> !brought.installed())
                .findFirst();
        Outcome outcome = upgraded.isPresent()
                ? swaps.rollback(upgraded.get().symbolicName(), false, Origin.of(files))
                : remove(running, files);
        if (outcome.result() == Outcome.Result.KEPT || outcome.result() == Outcome.Result.AT_RESTART) {
            done(running, outcome);
            if (upgraded.isPresent()) {
                tellMates(exchange, gone, files);
                standing.names(exchange).forEach(name -> takeBackBelow(name, files.get(0)));
            }
        } else {
            left(running, outcome);
        }
    }

    /**
     * What came to light may itself be of a file that is gone, because a newer one took its place: without a file nothing of
     * the folder runs on.
     */
    private void takeBackBelow(String name, String file) {
        new Standing(swaps)
                .inForce(name)
                .filter(below -> !Origin.files(below.origin()).isEmpty())
                .filter(below -> ledger.all().stream()
                        .flatMap(entry -> entry.brought().stream())
                        .noneMatch(brought -> brought.exchange().equals(below.id())))
                .ifPresent(below -> takeBack(below.id(), List.of(orphan(below, name, file)), List.of()));
    }

    private Entry orphan(HistoryEntry exchange, String name, String file) {
        Change change = Standing.change(exchange, name).orElseThrow();
        DroppedJar jar = new DroppedJar(change.sha256(), name, change.to().orElse(""));
        return new Entry(
                file,
                new Stamp(0, exchange.at(), 0),
                jar,
                FileState.State.APPLIED,
                exchange.id(),
                exchange.at(),
                List.of(file),
                List.of(),
                Optional.of(new Entry.Brought(
                        exchange.id(),
                        name,
                        jar.version(),
                        jar.sha256(),
                        change.from().isEmpty())));
    }

    private Outcome remove(List<Entry> running, List<String> files) {
        List<String> names = running.stream()
                .flatMap(entry -> entry.brought().stream())
                .map(Entry.Brought::symbolicName)
                .toList();
        return swaps.carryOut(new Request(Request.Kind.REMOVE, List.of(), names, false, Origin.of(files)));
    }

    private void done(List<Entry> running, Outcome outcome) {
        // What stood in the way of others may have gone with it.
        failed.clear();
        for (Entry entry : running) {
            Entry.Brought brought = entry.brought().orElseThrow();
            ledger.remove(entry);
            LOG.info(
                    "deploy/{} is gone, and so is {} {} (exchange {})",
                    entry.file(),
                    brought.symbolicName(),
                    brought.version(),
                    outcome.id());
        }
    }

    /** A set goes back as a whole. */
    private void tellMates(String exchange, List<Entry> gone, List<String> files) {
        for (Entry mate : ledger.all()) {
            if (!gone.contains(mate)
                    && mate.brought()
                            .filter(brought -> brought.exchange().equals(exchange))
                            .isPresent()) {
                String reason = "went back with " + String.join(", ", files)
                        + ", which it came with; touch it to have it again";
                ledger.put(mate.with(FileState.State.TAKEN_BACK, List.of(reason), clock.instant())
                        .with(Optional.empty()));
                LOG.info("deploy/{} {}", mate.file(), reason);
            }
        }
    }

    private void left(List<Entry> running, Outcome outcome) {
        latest = new Standing(swaps).latest();
        List<String> reasons =
                new ArrayList<>(outcome.reasons().isEmpty() ? outcome.plan().refusals() : outcome.reasons());
        for (Entry entry : running) {
            Entry.Brought brought = entry.brought().orElseThrow();
            String what = "the file is gone and " + brought.symbolicName() + " " + brought.version() + " stays, "
                    + Applying.words(outcome.result());
            List<String> why = new ArrayList<>(List.of(what));
            why.addAll(reasons);
            LOG.warn("deploy/{}: {}", entry.file(), String.join("; ", why));
            // Another jar may have taken the file's place; then there is only the log to say it.
            if (ledger.find(entry.file()).map(entry::equals).orElse(true)) {
                ledger.put(entry.with(FileState.State.LEFT, why, clock.instant()));
                failed.add(entry.file());
            }
        }
    }
}
