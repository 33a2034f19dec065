package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.folder.VaultWatch;
import org.dharmic.vault.lucene.index.IndexStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index that is written equal to the vault's folder: decides when what is compared, refreshed and committed.
 *
 * <p>For the owner thread, but for {@link #problems()} and {@link #blind()}.
 */
final class FolderSync {

    private static final Logger LOG = LoggerFactory.getLogger(FolderSync.class);

    /** Between two refreshes: a refresh costs the same for one edit and for a thousand. */
    private static final Duration GAP = Duration.ofMillis(750);

    private static final Duration COMMIT_EVERY = Duration.ofSeconds(30);

    /** Before the second look at what merges have made; the time between two doubles up to {@link #MERGES}. */
    private static final Duration FIRST_MERGES = Duration.ofMillis(10);

    private static final Duration MERGES = Duration.ofSeconds(1);

    private static final String READY = "ready";

    private final VaultFolder folder;
    private final Clock clock;
    private final Meters meters;
    private final Progress progress;
    private final OwnerThread owner;
    private final OpenIndexes index;
    private final VaultWatch watch;
    private final Reconciler reconciler;

    // Confined to the owner thread.
    private Future<?> comparing;
    private boolean commitScheduled;
    private boolean seeingMerges;
    private boolean afterBuild;
    private long refreshedAt = System.nanoTime() - GAP.toNanos();
    private long committedAt = System.nanoTime();
    private long comparedAt = System.nanoTime();

    /**
     * Begins nothing; what it keeps equal is opened with {@link OpenIndexes#open()}.
     *
     * @param folder the vault's folder; null when none is configured
     */
    FolderSync(
            EngineSettings settings,
            VaultFolder folder,
            Clock clock,
            Meters meters,
            Progress progress,
            OwnerThread owner) {
        this.folder = folder;
        this.clock = clock;
        this.meters = meters;
        this.progress = progress;
        this.owner = owner;
        watch = new VaultWatch(
                settings.watch(),
                settings.reconcile(),
                folder,
                owner::isStopping,
                delay -> owner.schedule(delay, this::dirtyIsDue));
        reconciler = new Reconciler(settings, folder, clock, progress, owner, this::pulse);
        index = new OpenIndexes(settings, progress, owner, watch::watch, this::compareNow);
    }

    /** The index that is kept equal. */
    OpenIndexes index() {
        return index;
    }

    /** Paths that were left out because they could not be read. */
    Set<String> problems() {
        return reconciler.problems();
    }

    /** Why edits are not found at once; empty when they are. */
    String blind() {
        return watch.blind();
    }

    // ---- comparing

    private void compareNow() throws IOException {
        if (comparing != null) {
            comparing.cancel(false);
        }
        try {
            if (index.target() != null) {
                compareAll();
            }
        } finally {
            if (!owner.isStopping()) {
                comparing = owner.schedule(watch.untilNextComparison(), this::compareNow);
            }
        }
    }

    private void compareAll() throws IOException {
        String missing = folder == null
                ? "vault.folder is not set: name the folder of your Markdown files in " + VaultFolder.CONFIGURED_IN
                : reconciler.missing();
        if (!missing.isEmpty()) {
            missing(missing);
            return;
        }
        long start = System.nanoTime();
        comparedAt = start;
        boolean building =
                index.serving() != index.target() || index.target().built().isEmpty();
        if (building && progress.phase() != Phase.BUILDING) {
            progress.is(Phase.BUILDING, "the index is being built");
        } else if (!building && progress.phase() != Phase.READY) {
            progress.is(Phase.READY, "checking for changes");
        }
        watch.watch();
        VaultFolder.Walk walk = folder.walk("", owner::isStopping);
        if (owner.isStopping()) {
            return;
        }
        if (walk.files().isEmpty()) {
            missing("vault.folder " + folder.configured() + " has no file that matches include = " + folder.globs()
                    + " (" + VaultFolder.CONFIGURED_IN + ")");
            return;
        }
        reconciler.problems().clear();
        long changed = reconciler.write(index.target(), "", walk, false);
        if (owner.isStopping()) {
            return;
        }
        complete(building);
        progress.problems(reconciler.problems().size());
        progress.is(Phase.READY, seeingMerges ? READY + "; its parts are being merged" : READY);
        if (building || changed > 0) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            meters.time("vault_index_build_seconds", took);
            LOG.info(
                    "Vault index ready: {} files, {} passages; {} changed, {} left out, in {} ms",
                    index.target().files(),
                    index.target().passages(),
                    changed,
                    reconciler.problems().size(),
                    took.toMillis());
        }
    }

    /** The index stays as it is: a folder that is not mounted is no reason to forget it. */
    private void missing(String why) {
        if (progress.phase() != Phase.VAULT_MISSING) {
            LOG.error("{}; the vault cannot be read until then", why);
        }
        progress.is(Phase.VAULT_MISSING, why);
        watch.stopWatching();
    }

    /** Called when the folder was compared completely: from now on the new index answers. */
    private void complete(boolean built) throws IOException {
        index.target().built(clock.instant());
        progress.built(index.target().built());
        refresh();
        commit();
        index.serveTarget();
        if (built) {
            index.target().mergeAfterBuild();
        } else if (!afterBuild) {
            index.target().settle();
        }
        afterBuild |= built;
        if (!seeingMerges) {
            seeMerges(FIRST_MERGES);
        }
    }

    /** Searches gain by a merge when they see its result, and its parts are deleted when nothing leads to them any more. */
    private void seeMerges(Duration wait) throws IOException {
        IndexStore store = index.target();
        seeingMerges = store != null && store.isMerging();
        if (store != null && store.isBehind()) {
            refresh();
        }
        if (seeingMerges) {
            Duration next = wait.multipliedBy(2);
            owner.later(wait, () -> seeMerges(next.compareTo(MERGES) < 0 ? next : MERGES));
            return;
        }
        if (store != null && store.isDirty()) {
            commit();
        }
        if (afterBuild && store != null && store.built().isPresent()) {
            store.settle();
            afterBuild = false;
        }
        if (progress.phase() == Phase.READY) {
            progress.is(Phase.READY, READY);
        }
    }

    /** During a long build: edits, refreshes and commits go on. */
    private void pulse() throws IOException {
        long now = System.nanoTime();
        // The longer a build runs the rarer: each time what is in memory becomes a segment, which has to be merged.
        if (now - refreshedAt > Math.max(GAP.toNanos(), (now - comparedAt) / 2)) {
            handleDirty();
            refresh();
            if (System.nanoTime() - committedAt > COMMIT_EVERY.toNanos()) {
                commit();
            }
        }
    }

    private void refresh() throws IOException {
        index.target().refresh();
        refreshedAt = System.nanoTime();
    }

    private void commit() throws IOException {
        index.target().commit();
        committedAt = System.nanoTime();
    }

    // ---- what the watcher says

    /** No event tells that the vault's own folder was moved away, unmounted or put back: so it is looked at now and then. */
    void lookForFolder() throws IOException {
        if (index.target() == null) {
            return;
        }
        boolean gone = !folder.missing().isEmpty();
        boolean wasGone = progress.phase() == Phase.VAULT_MISSING;
        if (gone != wasGone || watch.isElsewhere()) {
            watch.stopWatching();
            compareNow();
        }
    }

    private void dirtyIsDue() throws IOException {
        long wait = GAP.toNanos() - (System.nanoTime() - refreshedAt);
        if (wait > 0) {
            owner.schedule(Duration.ofNanos(wait), this::dirtyIsDue);
            return;
        }
        handleDirty();
        if (index.target() == null) {
            return;
        }
        refresh();
        progress.problems(reconciler.problems().size());
        commitLater();
    }

    private void commitLater() {
        if (!commitScheduled) {
            commitScheduled = true;
            owner.later(COMMIT_EVERY, () -> {
                commitScheduled = false;
                if (index.target() != null && index.target().isDirty()) {
                    commit();
                }
            });
        }
    }

    private void handleDirty() throws IOException {
        List<String> paths = watch.take();
        if (paths.isEmpty() || index.target() == null) {
            return;
        }
        if (paths.contains("") || !reconciler.missing().isEmpty()) {
            owner.later(Duration.ZERO, this::compareNow);
            return;
        }
        String above = null;
        for (String path : paths) {
            if (owner.isStopping()) {
                return;
            }
            if (above == null || !VaultFolder.isBelow(path, above)) {
                above = path;
                reconciler.problems().removeIf(problem -> VaultFolder.isBelow(problem, path));
                VaultFolder.Walk walk = folder.walk(path, owner::isStopping);
                boolean file =
                        walk.files().size() == 1 && walk.files().get(0).path().equals(path);
                reconciler.write(index.target(), path, walk, file);
            }
        }
    }

    // ---- leaving

    void close() {
        watch.stopWatching();
        index.close();
    }
}
