package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.dharmic.support.Threads;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.lucene.folder.FileSeen;
import org.dharmic.vault.lucene.folder.Hash;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one path that work on the index follows: compares what is at or below a path with what the index knows of it, and
 * writes the difference. An edit is that for one file, an overflow for a folder, a build for everything.
 *
 * <p>Called by the owner thread; the threads that help it with a build only read files and write them to the index.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private static final int MAX_PROBLEMS = 10_000;
    /** Coarsest time stamps of the file systems in use (FAT: 2 s). */
    private static final long TICK_MILLIS = 2000;

    private final EngineSettings settings;
    private final VaultFolder folder;
    private final Clock clock;
    private final Progress progress;
    private final OwnerThread owner;
    private final OwnerThread.Task pulse;
    private final Set<String> problems = ConcurrentHashMap.newKeySet();

    /**
     * Begins nothing.
     *
     * @param folder the vault's folder; null when none is configured
     * @param pulse what the owner thread does between two files
     */
    Reconciler(
            EngineSettings settings,
            VaultFolder folder,
            Clock clock,
            Progress progress,
            OwnerThread owner,
            OwnerThread.Task pulse) {
        this.settings = settings;
        this.folder = folder;
        this.clock = clock;
        this.progress = progress;
        this.owner = owner;
        this.pulse = pulse;
    }

    /** Paths that were left out because they could not be read; for all threads. */
    Set<String> problems() {
        return problems;
    }

    /** Why the folder cannot be read; empty when it can. */
    String missing() {
        String missing = folder.missing();
        return missing.isEmpty()
                ? ""
                : "vault.folder " + folder.configured() + " " + missing + " (" + VaultFolder.CONFIGURED_IN + ")";
    }

    /**
     * Writes the difference between a walk and the index.
     *
     * @param store the index that is written
     * @param under where the walk began
     * @param force reads files even when size and time are the same
     * @return files written or deleted
     */
    long write(IndexStore store, String under, VaultFolder.Walk walk, boolean force) throws IOException {
        Map<String, IndexStore.Known> known = store.known(under);
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
        readAll(store, waiting, known, written, () -> {
            long now = done.incrementAndGet();
            if (counted) {
                progress.counting(now, walk.files().size());
            }
        });
        walk.files().forEach(file -> known.remove(file.path()));
        if (owner.isStopping() || !missing().isEmpty()) {
            return written.get();
        }
        if (!under.isEmpty()
                && walk.files().isEmpty()
                && walk.unreadableFolders().isEmpty()) {
            // Also what was written since the last refresh, which is not among the known.
            store.deleteBelow(under);
        }
        for (String gone : known.keySet()) {
            if (walk.unreadableFolders().stream().noneMatch(folderPath -> VaultFolder.isBelow(gone, folderPath))) {
                store.delete(gone);
                written.incrementAndGet();
            }
        }
        return written.get();
    }

    private void readAll(
            IndexStore store,
            Queue<FileSeen> waiting,
            Map<String, IndexStore.Known> known,
            AtomicLong written,
            Runnable each)
            throws IOException {
        int helpers = Math.min(settings.threadsOfBuild(), waiting.size() / 64 + 1) - 1;
        if (helpers <= 0) {
            for (FileSeen file = waiting.poll(); file != null && !owner.isStopping(); file = waiting.poll()) {
                readOne(store, file, known, written);
                each.run();
                pulse.run();
            }
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(helpers, OwnerThread.low(Threads.named("vault-build")));
        List<Future<?>> running = new ArrayList<>();
        try {
            for (int i = 0; i < helpers; i++) {
                running.add(pool.submit(() -> {
                    for (FileSeen file = waiting.poll(); file != null && !owner.isStopping(); file = waiting.poll()) {
                        readOne(store, file, known, written);
                        each.run();
                    }
                    return null;
                }));
            }
            for (FileSeen file = waiting.poll(); file != null && !owner.isStopping(); file = waiting.poll()) {
                readOne(store, file, known, written);
                each.run();
                pulse.run();
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
}
