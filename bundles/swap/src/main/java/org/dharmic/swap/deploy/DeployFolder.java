package org.dharmic.swap.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.swap.Swaps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watched folder. {@link #scan} looks once and acts on what has settled; it belongs to one thread. What it found can be
 * asked for by any thread.
 */
final class DeployFolder implements DeployStates {

    /** For so long files that are ready wait for others that are still being written. */
    static final Duration HOLD = Duration.ofSeconds(10);

    /** No copy rests for so long in the middle. */
    static final Duration BROKEN_AFTER = Duration.ofSeconds(30);

    /** After a failure that is nobody's answer, for example while the exchange itself is being exchanged. */
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    /** How often what could not be taken back is compared with what runs: a person may have done it by hand. */
    static final Duration REVIEW = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

    private record Dropped(Look look, Watch.Seen seen) {}

    private final Path folder;
    private final Ledger ledger;
    private final Surroundings surroundings;
    private final Applying applying;
    private final TakingBack takingBack;
    private final LongSupplier nanos;
    private final Clock clock;
    private final Supplier<Duration> settle;

    private final Watch watch = new Watch();
    /** Which version of each file the log has heard of, for what is not in the ledger. */
    private final Map<String, Look> told = new HashMap<>();

    private SortedMap<String, Look> last = new TreeMap<>();
    private boolean first = true;
    private boolean unfinished = true;
    private Long heldSince;
    private Long pausedUntil;
    private long lastReview;
    private SortedMap<String, FileState> shown = new TreeMap<>();
    private volatile List<FileState> states = List.of();
    private volatile List<String> problems = List.of();

    /**
     * @param ledger where outcomes are kept
     * @param nanos a monotonic clock
     * @param settle for how long a file must stay as it is, asked with every look
     */
    DeployFolder(
            Path folder,
            Ledger ledger,
            Swaps swaps,
            Surroundings surroundings,
            LongSupplier nanos,
            Clock clock,
            Supplier<Duration> settle) {
        this.folder = folder;
        this.ledger = ledger;
        this.surroundings = surroundings;
        this.applying = new Applying(folder, ledger, swaps, surroundings, clock);
        this.takingBack = new TakingBack(ledger, swaps, clock);
        this.nanos = nanos;
        this.clock = clock;
        this.settle = settle;
    }

    @Override
    public List<FileState> states() {
        return states;
    }

    @Override
    public List<String> problems() {
        return problems;
    }

    /** Looks, and acts on what has settled; returns when that is done. */
    void scan() {
        SortedMap<String, Look> looks;
        int folderMode;
        try {
            PrivateFiles.folder(folder);
            folderMode = Look.modeOf(folder);
            looks = Look.at(folder);
            ledger.save();
        } catch (IOException e) {
            // Not the same as an empty folder: nothing is taken back.
            trouble(List.of(folder + " or what is remembered of it cannot be used: " + e.getMessage()));
            return;
        }
        if (!unfinished && looks.equals(last)) {
            return;
        }
        last = looks;
        unfinished = false;
        shown = new TreeMap<>();
        if (first) {
            applying.afterStart();
            first = false;
        }
        watch.keepOnly(looks.keySet());
        told.keySet().retainAll(looks.keySet());
        Map<String, Dropped> ripe = new TreeMap<>();
        boolean others = sort(looks, folderMode, ripe);
        List<Entry> gone = gone(looks);
        ledger.all().forEach(entry -> shown.putIfAbsent(entry.file(), entry.state()));
        if (ripe.isEmpty() && gone.isEmpty()) {
            heldSince = null;
            trouble(problems.isEmpty() ? List.of() : surroundings.refusals());
        } else {
            unfinished = true;
            if (isHeld(ripe, others) || isKeptFromActing(ripe)) {
                states = List.copyOf(shown.values());
                return;
            }
            act(ripe, gone);
        }
        unfinished |= others || !problems.isEmpty();
        states = List.copyOf(shown.values());
    }

    // ---- what is there

    /** @return whether some are not ready yet */
    private boolean sort(SortedMap<String, Look> looks, int folderMode, Map<String, Dropped> ripe) {
        boolean others = false;
        for (Map.Entry<String, Look> each : looks.entrySet()) {
            String name = each.getKey();
            Look look = each.getValue();
            switch (look.kind()) {
                case QUIET -> {}
                case IGNORED -> {
                    show(name, FileState.State.IGNORED, clock.instant(), "is no jar and stays as it is");
                    if (told.put(name, look) == null) {
                        LOG.info("{} in {} is no jar and is ignored", name, folder);
                    }
                }
                case LINK -> refuse(name, look, "is a link; copy the jar itself into the folder");
                case JAR -> others |= sort(name, look, folderMode, ripe, looks);
            }
        }
        return others;
    }

    /** @return whether it is not ready yet */
    private boolean sort(
            String name, Look look, int folderMode, Map<String, Dropped> ripe, SortedMap<String, Look> looks) {
        Watch.Seen seen = watch.see(name, look.stamp(), nanos.getAsLong(), clock.instant());
        if (!surroundings.trusts(look.uid())) {
            refuse(name, look, "belongs to another user (uid " + look.uid() + "); copy it as the user this runs as");
            return false;
        }
        if (look.isWritableByOthers(folderMode)) {
            refuse(name, look, "can be written by others: chmod go-w " + folder.resolve(name));
            return false;
        }
        Optional<Entry> entry = ledger.find(name);
        if (entry.isPresent() && isDone(entry.get(), look, looks)) {
            return false;
        }
        long age = nanos.getAsLong() - seen.nanos;
        if (age < settle.get().toNanos()) {
            show(
                    name,
                    FileState.State.SETTLING,
                    seen.at,
                    "is taken when it has not changed for " + settle.get().toMillis() + " ms");
            return true;
        }
        Watch.Inspection inspection = seen.inspect(folder.resolve(name));
        if (inspection.jar().isEmpty()) {
            return isStillComing(name, seen, age, inspection.problem());
        }
        if (entry.isPresent()
                && isOnlyMoved(entry.get(), look.stamp(), inspection.jar().get())) {
            ledger.put(entry.get().with(look.stamp()));
            return false;
        }
        ripe.put(name, new Dropped(look, seen));
        show(name, FileState.State.HELD, seen.at, "is next");
        return false;
    }

    /** Whether this version of the file has had its answer. */
    private boolean isDone(Entry entry, Look look, SortedMap<String, Look> looks) {
        if (!entry.stamp().equals(look.stamp())) {
            return false;
        }
        if (entry.outcome() == FileState.State.LEFT) {
            ledger.put(entry.with(FileState.State.APPLIED, List.of("its file is back"), clock.instant()));
            return true;
        }
        return !entry.outcome().dependsOnItsSet() || entry.set().stream().allMatch(mate -> isUnchanged(mate, looks));
    }

    /** A file that is gone counts once what it brought has gone back too: until then the ledger knows it. */
    private boolean isUnchanged(String name, SortedMap<String, Look> looks) {
        Look look = looks.get(name);
        Optional<Entry> entry = ledger.find(name);
        return entry.isPresent() && (look == null || entry.get().stamp().equals(look.stamp()));
    }

    private static boolean isOnlyMoved(Entry entry, Stamp stamp, DroppedJar jar) {
        return entry.stamp().looksLike(stamp)
                && !entry.stamp().equals(stamp)
                && entry.jar().sha256().equals(jar.sha256());
    }

    private boolean isStillComing(String name, Watch.Seen seen, long age, String problem) {
        if (age < BROKEN_AFTER.toNanos()) {
            show(name, FileState.State.WAITING, seen.at, "is no whole jar yet: " + problem);
            return true;
        }
        String reason = "is no whole jar (" + problem + ") and has not changed for " + BROKEN_AFTER.toSeconds()
                + " s; nothing was changed, copy it again";
        Optional<Entry> before = ledger.find(name);
        Entry entry = new Entry(
                name,
                seen.stamp,
                before.map(Entry::jar).orElse(new DroppedJar("", "", "")),
                FileState.State.BROKEN,
                "",
                clock.instant(),
                List.of(name),
                List.of(reason),
                before.flatMap(Entry::brought));
        ledger.put(entry);
        LOG.warn("deploy/{} {}", name, reason);
        return false;
    }

    private void refuse(String name, Look look, String reason) {
        show(name, FileState.State.REFUSED, look.stamp().modified(), reason);
        unfinished = true;
        if (!look.equals(told.put(name, look))) {
            LOG.warn("deploy/{} {}", name, reason);
        }
    }

    private void show(String name, FileState.State state, Instant since, String reason) {
        Optional<Entry> entry = ledger.find(name);
        shown.put(
                name,
                new FileState(
                        name,
                        state,
                        entry.map(e -> e.jar().symbolicName()).orElse(""),
                        entry.map(e -> e.jar().version()).orElse(""),
                        "",
                        since,
                        List.of(reason)));
    }

    // ---- what is not there any more

    /** Entries whose files have been gone for long enough. */
    private List<Entry> gone(SortedMap<String, Look> looks) {
        List<Entry> gone = new ArrayList<>();
        for (Entry entry : ledger.all()) {
            if (looks.containsKey(entry.file())) {
                continue;
            }
            unfinished = true;
            long now = nanos.getAsLong();
            if (takingBack.hasFailed(entry)) {
                if (now - lastReview >= REVIEW.toNanos()) {
                    lastReview = now;
                    takingBack.review();
                }
            } else {
                show(
                        entry.file(),
                        FileState.State.LEAVING,
                        clock.instant(),
                        entry.brought().isPresent() ? "is gone, and so is soon what it brought" : "is gone");
                if (watch.missingFor(entry.file(), now) >= settle.get().toNanos()) {
                    gone.add(entry);
                }
            }
        }
        return gone;
    }

    // ---- acting

    private boolean isHeld(Map<String, Dropped> ripe, boolean others) {
        if (!others) {
            heldSince = null;
            return false;
        }
        long now = nanos.getAsLong();
        if (heldSince == null) {
            heldSince = now;
        }
        if (now - heldSince >= HOLD.toNanos()) {
            return false;
        }
        ripe.forEach((name, dropped) -> show(
                name,
                FileState.State.HELD,
                dropped.seen().at,
                "waits for those that are still being written, at most " + HOLD.toSeconds() + " s"));
        return true;
    }

    private boolean isKeptFromActing(Map<String, Dropped> ripe) {
        if (pausedUntil != null && nanos.getAsLong() - pausedUntil < 0) {
            return true;
        }
        List<String> refusals = surroundings.refusals();
        if (!refusals.isEmpty()) {
            trouble(refusals);
            ripe.forEach((name, dropped) ->
                    show(name, FileState.State.HELD, dropped.seen().at, "nothing is acted upon: " + refusals.get(0)));
        }
        return !refusals.isEmpty();
    }

    /** First what came, then what went: a file replaced by one of another name is an upgrade. */
    private void act(Map<String, Dropped> ripe, List<Entry> gone) {
        heldSince = null;
        pausedUntil = null;
        List<Entry> leaving = new ArrayList<>(gone);
        try {
            SortedMap<String, Applying.Ready> ready = new TreeMap<>();
            ripe.forEach((name, dropped) -> ready.put(
                    name,
                    new Applying.Ready(
                            dropped.look().stamp(),
                            dropped.seen().inspect(folder.resolve(name)).jar().orElseThrow())));
            leaving.addAll(applying.apply(ready));
            takingBack.takeBack(leaving);
            gone.forEach(entry -> watch.forget(entry.file()));
            trouble(List.of());
        } catch (IOException e) {
            trouble(List.of("What came of the jars cannot be written down: " + e.getMessage()));
        } catch (RuntimeException e) {
            pausedUntil = nanos.getAsLong() + PAUSE_AFTER_FAILURE.toNanos();
            trouble(List.of(
                    "The exchange failed, it is tried again in " + PAUSE_AFTER_FAILURE.toSeconds() + " s: " + e));
        }
        ripe.keySet().forEach(shown::remove);
        gone.forEach(entry -> shown.remove(entry.file()));
        ledger.all().forEach(entry -> shown.put(entry.file(), entry.state()));
    }

    private void trouble(List<String> now) {
        if (!now.equals(problems)) {
            now.forEach(problem -> LOG.warn("{}", problem));
            problems = List.copyOf(now);
        }
        unfinished |= !now.isEmpty();
    }
}
