package org.dharmic.vault.lucene;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Lucene index equal to the vault's folder, and searches it.
 *
 * <p>One owner thread opens, builds, compares, refreshes, commits and closes; it is asked to stop, never interrupted. Other
 * threads search the state it published last. Work on the index follows one path: compare what is at or below a path with
 * what the index knows of it, and write the difference. An edit is that for one file, an overflow for a folder, a build
 * for everything.
 *
 * <p>No catch clause names an exception of Lucene: the verifier would load it on the thread that activates the component.
 */
final class LuceneEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(LuceneEngine.class);

    /** Editors write a file in several steps; together with the gap an edit is found within a second. */
    private static final Duration DEBOUNCE = Duration.ofMillis(150);
    /** Between two refreshes: a refresh costs the same for one edit and for a thousand. */
    private static final Duration GAP = Duration.ofMillis(750);

    private static final Duration COMMIT_EVERY = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration RETRY_LOCK = Duration.ofMillis(200);
    private static final Duration POLL_WHEN_BLIND = Duration.ofSeconds(30);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);
    private static final int MAX_DIRTY = 1000;
    private static final int MAX_PROBLEMS = 10_000;
    /** Coarsest time stamps of the file systems in use (FAT: 2 s). */
    private static final long TICK_MILLIS = 2000;

    private final Settings settings;
    private final VaultFolder folder;
    private final Clock clock;
    private final Meters meters;
    private final Progress progress;
    private final ScheduledThreadPoolExecutor owner;
    private final Set<String> problems = ConcurrentHashMap.newKeySet();

    /** What searches use; null while there is none. */
    private volatile IndexStore serving;

    private volatile boolean stopping;
    private volatile String blind = "";

    private final Set<String> dirty = new TreeSet<>();
    private boolean dirtyScheduled;

    // Confined to the owner thread.
    private Generations generations;
    private IndexStore target;
    private Watcher watcher;
    private Future<?> comparing;
    private boolean commitScheduled;
    private long refreshedAt = System.nanoTime() - GAP.toNanos();
    private long committedAt = System.nanoTime();
    private Object watchedRoot;

    /**
     * Begins to work in the background; returns at once.
     *
     * @param folder the vault's folder; null when none is configured
     */
    LuceneEngine(Settings settings, VaultFolder folder, Clock clock, Meters meters) {
        this.settings = settings;
        this.folder = folder;
        this.clock = clock;
        this.meters = meters;
        this.progress = new Progress(clock);
        owner = new ScheduledThreadPoolExecutor(
                1, low(Threads.named("vault-index")), new ThreadPoolExecutor.DiscardPolicy());
        owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        owner.execute(guarded(this::open));
        if (folder != null) {
            owner.scheduleWithFixedDelay(
                    guarded(this::lookForFolder), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static ThreadFactory low(ThreadFactory threads) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        };
    }

    // ---- for all threads

    @Override
    public Found find(PassageSearch.Request request) {
        for (int attempt = 0; ; attempt++) {
            IndexStore store = serving;
            if (store == null) {
                return Found.NOTHING;
            }
            try {
                return PassageSearch.run(store, request);
            } catch (IOException | RuntimeException e) {
                if (e instanceof AlreadyClosedException) {
                    if (attempt > 2 || stopping) {
                        throw new VaultException("the index is being exchanged; search again", e);
                    }
                    continue;
                }
                suspect(e);
                throw new VaultException(
                        "the index could not be read (" + e.getClass().getSimpleName()
                                + "); it is being checked and, if damaged, built anew",
                        e);
            }
        }
    }

    @Override
    public Terms terms(List<Clause> clauses) {
        IndexStore store = serving;
        return store == null ? new Terms(Set.of()) : Terms.of(clauses, store.stemmed(), store.asWritten());
    }

    @Override
    public List<String> unknown(List<Clause> clauses) {
        IndexStore store = serving;
        try {
            return store == null ? List.of() : PassageSearch.unknown(store, clauses);
        } catch (IOException | IllegalStateException e) {
            return List.of();
        }
    }

    @Override
    public List<String> similar(String path) {
        IndexStore store = serving;
        if (store == null) {
            return List.of();
        }
        String wanted = Fold.plain(Markdown.stem(path));
        if (wanted.isEmpty()) {
            return List.of();
        }
        try {
            return store.known("").keySet().stream()
                    .filter(known -> Fold.plain(Markdown.stem(known)).contains(wanted))
                    .sorted()
                    .limit(5)
                    .toList();
        } catch (IOException | IllegalStateException e) {
            return List.of();
        }
    }

    @Override
    public IndexState state() {
        IndexStore store = serving;
        return progress.state(store == null ? 0 : store.files(), store == null ? 0 : store.passages());
    }

    @Override
    public Instant since() {
        return progress.since();
    }

    @Override
    public String blind() {
        return blind;
    }

    @Override
    public List<String> problems() {
        return problems.stream().sorted().limit(5).toList();
    }

    private void suspect(Exception why) {
        LOG.warn("A search failed on the index in {}; checking it", settings.index(), why);
        if (!stopping) {
            owner.execute(guarded(() -> {
                // One failing search is reported by many; an index that is being built anew is not looked at again.
                if (target != null && target == serving) {
                    verifyOrRebuild();
                }
            }));
        }
    }

    // ---- the owner thread

    private interface Task {
        void run() throws IOException;
    }

    private Runnable guarded(Task task) {
        return () -> {
            if (stopping) {
                return;
            }
            try {
                task.run();
            } catch (Exception | LinkageError e) {
                failed(e);
            }
        };
    }

    /** Whatever failed: answers go on from what is open, and after a while everything is opened afresh. */
    private void failed(Throwable failure) {
        progress.is(
                Phase.FAILED,
                "the index in " + settings.index() + " failed: " + failure + "; next try in " + RETRY.toSeconds()
                        + " s");
        LOG.error("The index in {} failed; next try in {} s", settings.index(), RETRY.toSeconds(), failure);
        try {
            if (target != null) {
                target.abandonWriting();
                if (target != serving) {
                    target.closeWithoutCommit();
                }
                target = null;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The failed index could not be closed cleanly", e);
            target = null;
        }
        later(RETRY, this::open);
    }

    private void later(Duration delay, Task task) {
        if (!stopping) {
            owner.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void open() throws IOException {
        if (target != null) {
            return;
        }
        generations = new Generations(settings.index());
        Optional<Path> current = generations.current();
        if (current.isEmpty()) {
            rebuild("the first index is being built");
            return;
        }
        IndexStore opened;
        try {
            opened = IndexStore.open(current.get(), settings.ramBufferMb());
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (e instanceof LockObtainFailedException) {
                progress.is(
                        Phase.STARTING, "the index in " + settings.index() + " is held by another process or revision");
                later(RETRY_LOCK, this::open);
                return;
            }
            LOG.warn("The index in {} cannot be opened and is built anew", current.get(), e);
            retire(serving);
            serving = null;
            rebuild("the index is being rebuilt: " + reason(e));
            return;
        }
        IndexStore before = serving;
        serving = opened;
        target = opened;
        retire(before);
        progress.built(opened.built());
        if (!opened.making().equals(making()) && !opened.making().isEmpty()) {
            if (!vaultOf(opened.making()).equals(vaultOf(making()))) {
                serving = null;
            }
            rebuild("the index is being rebuilt for changed settings");
            return;
        }
        opened.making(making());
        progress.is(opened.built().isPresent() ? Phase.READY : Phase.BUILDING, "checking for changes");
        watch();
        if (verifyOrRebuild()) {
            generations.removeAllBut(target.folder());
            compareNow();
        }
    }

    private static String reason(Exception e) {
        return e instanceof IndexStore.OtherFormat ? e.getMessage() : "the old one is damaged";
    }

    /** What the documents depend on beside the format; the vault's place comes last. */
    private String making() {
        return "passage.max.chars=" + settings.passageMaxChars() + " vault="
                + settings.vault().map(Path::toString).orElse("");
    }

    private static String vaultOf(String making) {
        return making.substring(making.indexOf(" vault=") + 1);
    }

    private void retire(IndexStore old) {
        if (old != null && old != target) {
            try {
                old.closeWithoutCommit();
            } catch (IOException | RuntimeException e) {
                LOG.warn("The index in {} could not be closed cleanly", old.folder(), e);
            }
        }
    }

    /** @return false when the index in use is damaged and another has been begun */
    private boolean verifyOrRebuild() throws IOException {
        try {
            target.verify();
            return true;
        } catch (IOException | RuntimeException e) {
            if (e instanceof IOException && !(e instanceof CorruptIndexException)) {
                throw e;
            }
            LOG.warn("The index in {} is damaged and is built anew", target.folder(), e);
            rebuild("the index is being rebuilt: the old one is damaged");
            return false;
        }
    }

    /**
     * Builds an index beside the one in use. That one, when readable, answers until the new one is complete; without it the
     * new one answers from what it has.
     */
    private void rebuild(String why) throws IOException {
        IndexStore old = target;
        if (old != null) {
            old.abandonWriting();
        }
        Path next = generations.next();
        target = IndexStore.open(next, settings.ramBufferMb());
        target.making(making());
        target.commit();
        progress.is(Phase.BUILDING, why);
        progress.built(Optional.empty());
        if (serving == null) {
            generations.use(next);
            serving = target;
            retire(old);
        }
        watch();
        compareNow();
    }

    /** Called when the folder was compared completely: from now on the new index answers. */
    private void complete() throws IOException {
        target.built(clock.instant());
        progress.built(target.built());
        refresh();
        commit();
        if (serving != target) {
            generations.use(target.folder());
            IndexStore old = serving;
            serving = target;
            retire(old);
        }
        generations.removeAllBut(target.folder());
    }

    private void compareNow() throws IOException {
        if (comparing != null) {
            comparing.cancel(false);
        }
        try {
            if (target != null) {
                compareAll();
            }
        } finally {
            if (!stopping) {
                comparing = owner.schedule(
                        guarded(this::compareNow), untilNextComparison().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private Duration untilNextComparison() {
        Duration usual = settings.reconcile();
        return !blind.isEmpty() && usual.compareTo(POLL_WHEN_BLIND) > 0 ? POLL_WHEN_BLIND : usual;
    }

    private void compareAll() throws IOException {
        String missing = folder == null
                ? "vault.folder is not set: name the folder of your Markdown files in " + Settings.FILE
                : missing();
        if (!missing.isEmpty()) {
            missing(missing);
            return;
        }
        long start = System.nanoTime();
        boolean building = serving != target || target.built().isEmpty();
        if (building && progress.phase() != Phase.BUILDING) {
            progress.is(Phase.BUILDING, "the index is being built");
        } else if (!building && progress.phase() != Phase.READY) {
            progress.is(Phase.READY, "checking for changes");
        }
        watch();
        VaultFolder.Walk walk = folder.walk("", () -> stopping);
        if (stopping) {
            return;
        }
        if (walk.files().isEmpty()) {
            missing("vault.folder " + folder.configured() + " has no file that matches include = " + folder.globs()
                    + " (" + Settings.FILE + ")");
            return;
        }
        problems.clear();
        long changed = write("", walk, false);
        if (stopping) {
            return;
        }
        complete();
        progress.problems(problems.size());
        progress.is(Phase.READY, "ready");
        if (building || changed > 0) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            meters.time("vault_index_build_seconds", took);
            LOG.info(
                    "Vault index ready: {} files, {} passages; {} changed, {} left out, in {} ms",
                    target.files(),
                    target.passages(),
                    changed,
                    problems.size(),
                    took.toMillis());
        }
    }

    private String missing() {
        String missing = folder.missing();
        return missing.isEmpty()
                ? ""
                : "vault.folder " + folder.configured() + " " + missing + " (" + Settings.FILE + ")";
    }

    /** The index stays as it is: a folder that is not mounted is no reason to forget it. */
    private void missing(String why) {
        if (progress.phase() != Phase.VAULT_MISSING) {
            LOG.error("{}; the vault cannot be read until then", why);
        }
        progress.is(Phase.VAULT_MISSING, why);
        stopWatching();
    }

    // ---- one path's difference

    /**
     * Writes the difference between a walk and the index.
     *
     * @param under where the walk began
     * @param force reads files even when size and time are the same
     * @return files written or deleted
     */
    private long write(String under, VaultFolder.Walk walk, boolean force) throws IOException {
        Map<String, IndexStore.Known> known = target.known(under);
        walk.skipped().forEach(this::problem);
        boolean counted = under.isEmpty() && progress.phase() == Phase.BUILDING;
        Queue<FileSeen> waiting = new ConcurrentLinkedQueue<>();
        for (FileSeen file : walk.files()) {
            IndexStore.Known before = known.get(file.path());
            if (force || before == null || before.size() != file.size() || before.modified() != file.modified()) {
                waiting.add(file);
            }
        }
        AtomicLong written = new AtomicLong();
        AtomicLong done = new AtomicLong(walk.files().size() - waiting.size());
        readAll(waiting, known, written, () -> {
            long now = done.incrementAndGet();
            if (counted) {
                progress.counting(now, walk.files().size());
            }
        });
        walk.files().forEach(file -> known.remove(file.path()));
        if (stopping || !missing().isEmpty()) {
            return written.get();
        }
        if (!under.isEmpty()
                && walk.files().isEmpty()
                && walk.unreadableFolders().isEmpty()) {
            // Also what was written since the last refresh, which is not among the known.
            target.delete(under);
        }
        for (String gone : known.keySet()) {
            if (walk.unreadableFolders().stream().noneMatch(folderPath -> isBelow(gone, folderPath))) {
                target.delete(gone);
                written.incrementAndGet();
            }
        }
        return written.get();
    }

    private static boolean isBelow(String path, String above) {
        return above.isEmpty() || path.equals(above) || path.startsWith(above + "/");
    }

    private void readAll(
            Queue<FileSeen> waiting, Map<String, IndexStore.Known> known, AtomicLong written, Runnable each)
            throws IOException {
        int helpers = Math.min(settings.buildThreads(), waiting.size() / 64 + 1) - 1;
        IndexStore store = target;
        if (helpers <= 0) {
            for (FileSeen file = waiting.poll(); file != null && !stopping; file = waiting.poll()) {
                readOne(store, file, known, written);
                each.run();
                pulse();
            }
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(helpers, low(Threads.named("vault-build")));
        List<Future<?>> running = new ArrayList<>();
        try {
            for (int i = 0; i < helpers; i++) {
                running.add(pool.submit(() -> {
                    for (FileSeen file = waiting.poll(); file != null && !stopping; file = waiting.poll()) {
                        readOne(store, file, known, written);
                        each.run();
                    }
                    return null;
                }));
            }
            for (FileSeen file = waiting.poll(); file != null && !stopping; file = waiting.poll()) {
                readOne(store, file, known, written);
                each.run();
                pulse();
            }
            for (Future<?> helper : running) {
                helper.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IOException("a build thread failed", e.getCause());
        } finally {
            waiting.clear();
            pool.shutdown();
        }
    }

    private void readOne(IndexStore store, FileSeen file, Map<String, IndexStore.Known> known, AtomicLong written)
            throws IOException {
        IndexStore.Known before = known.get(file.path());
        VaultFolder.Content content;
        try {
            content = folder.read(file.path());
        } catch (IOException e) {
            // Gone, replaced or protected since it was listed: what cannot be read now cannot be shown either.
            problem(file.path());
            LOG.debug("Left out {}: {}", file.path(), e.toString());
            if (before != null && missing().isEmpty()) {
                store.delete(file.path());
                written.incrementAndGet();
            }
            return;
        }
        String hash = Hash.of(content.bytes());
        IndexStore.Known now = new IndexStore.Known(content.size(), stamp(content.modified()), hash);
        if (now.equals(before)) {
            return;
        }
        if (before != null && before.hash().equals(hash) && before.size() == now.size()) {
            store.touch(file.path(), now.modified());
            return;
        }
        store.put(
                file.path(),
                now,
                content.bytes(),
                Markdown.parse(file.path(), content.bytes(), settings.passageMaxChars()));
        written.incrementAndGet();
    }

    /** A file changed just now may change again without a new time stamp: then the next comparison reads it again. */
    private long stamp(long modified) {
        return clock.millis() - modified < TICK_MILLIS ? IndexStore.UNSURE : modified;
    }

    private void problem(String path) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(path);
        }
    }

    /** During a long build: edits, refreshes and commits go on. */
    private void pulse() throws IOException {
        if (System.nanoTime() - refreshedAt > GAP.toNanos()) {
            handleDirty();
            refresh();
            if (System.nanoTime() - committedAt > COMMIT_EVERY.toNanos()) {
                commit();
            }
        }
    }

    private void refresh() throws IOException {
        target.refresh();
        refreshedAt = System.nanoTime();
    }

    private void commit() throws IOException {
        target.commit();
        committedAt = System.nanoTime();
    }

    // ---- what the watcher says

    /** No event tells that the vault's own folder was moved away, unmounted or put back: so it is looked at now and then. */
    private void lookForFolder() throws IOException {
        if (target == null) {
            return;
        }
        boolean gone = !folder.missing().isEmpty();
        boolean wasGone = progress.phase() == Phase.VAULT_MISSING;
        if (gone != wasGone || watcher != null && !folder.identity().equals(watchedRoot)) {
            stopWatching();
            compareNow();
        }
    }

    private void watch() throws IOException {
        if (!settings.watch()
                || folder == null
                || watcher != null
                || !folder.missing().isEmpty()) {
            return;
        }
        watchedRoot = folder.identity();
        try {
            watcher = new Watcher(folder, new Watcher.Listener() {
                @Override
                public void changed(String path) {
                    LuceneEngine.this.changed(path);
                }

                @Override
                public void blind(String why) {
                    becomeBlind(why);
                }
            });
            blind = "";
        } catch (IOException | RuntimeException e) {
            becomeBlind(e.getMessage());
        }
    }

    private void becomeBlind(String why) {
        if (blind.isEmpty() && !stopping) {
            LOG.warn(
                    "The vault cannot be watched ({}); changes are looked for every {} s",
                    why,
                    POLL_WHEN_BLIND.toSeconds());
            blind = "the vault cannot be watched (" + why + "); changes are looked for every "
                    + Math.min(POLL_WHEN_BLIND.toSeconds(), settings.reconcile().toSeconds()) + " s";
        }
    }

    private void stopWatching() {
        if (watcher != null) {
            try {
                watcher.close();
            } catch (IOException e) {
                LOG.warn("Watching the vault could not be ended cleanly", e);
            }
            watcher = null;
        }
    }

    private void changed(String path) {
        synchronized (dirty) {
            if (dirty.size() >= MAX_DIRTY) {
                dirty.clear();
                dirty.add("");
            }
            if (!dirty.contains("")) {
                dirty.add(path);
            }
            if (dirtyScheduled || stopping) {
                return;
            }
            dirtyScheduled = true;
        }
        owner.schedule(guarded(this::dirtyIsDue), DEBOUNCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void dirtyIsDue() throws IOException {
        long wait = GAP.toNanos() - (System.nanoTime() - refreshedAt);
        if (wait > 0) {
            owner.schedule(guarded(this::dirtyIsDue), wait, TimeUnit.NANOSECONDS);
            return;
        }
        handleDirty();
        if (target == null) {
            return;
        }
        refresh();
        progress.problems(problems.size());
        if (!commitScheduled) {
            commitScheduled = true;
            later(COMMIT_EVERY, () -> {
                commitScheduled = false;
                if (target != null && target.isDirty()) {
                    commit();
                }
            });
        }
    }

    private void handleDirty() throws IOException {
        List<String> paths;
        synchronized (dirty) {
            paths = List.copyOf(dirty);
            dirty.clear();
            dirtyScheduled = false;
        }
        if (paths.isEmpty() || target == null) {
            return;
        }
        if (paths.contains("") || !missing().isEmpty()) {
            later(Duration.ZERO, this::compareNow);
            return;
        }
        String above = null;
        for (String path : paths) {
            if (stopping) {
                return;
            }
            if (above == null || !isBelow(path, above)) {
                above = path;
                problems.removeIf(problem -> isBelow(problem, path));
                VaultFolder.Walk walk = folder.walk(path, () -> stopping);
                boolean file =
                        walk.files().size() == 1 && walk.files().get(0).path().equals(path);
                write(path, walk, file);
            }
        }
    }

    // ---- leaving

    @Override
    public void close() {
        stopping = true;
        Future<?> closed = owner.submit(this::closeOnOwner);
        try {
            closed.get(CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.error("The index in {} is still being closed after {} s", settings.index(), CLOSE_WITHIN.toSeconds());
        } catch (ExecutionException e) {
            LOG.error("The index in {} could not be closed cleanly", settings.index(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            owner.shutdown();
        }
    }

    private void closeOnOwner() {
        stopWatching();
        IndexStore written = target;
        IndexStore read = serving;
        serving = null;
        target = null;
        try {
            if (written != null) {
                written.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The index in {} could not be closed cleanly; what was not committed is indexed again",
                    settings.index(),
                    e);
        } finally {
            if (read != null && read != written) {
                retire(read);
            }
        }
    }

    @Override
    public String toString() {
        return "lucene index in " + settings.index() + " "
                + progress.phase().toString().toLowerCase(Locale.ROOT);
    }
}
