package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.LockObtainFailedException;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.lucene.index.IndexStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index that is written and the one that answers; they differ while one is built beside the other. Opens them, builds
 * anew what is damaged or was made from other settings, and switches.
 *
 * <p>For the owner thread, but for {@link #serving()}, {@link #servingBy} and {@link #abandon}.
 *
 * <p>No catch clause names an exception of Lucene: {@link LuceneEngine} says why.
 */
final class OpenIndexes {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIndexes.class);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration RETRY_LOCK = Duration.ofMillis(200);

    /**
     * Before an index that was opened is looked at: reading all of it, the watching and the comparison keep a processor busy
     * while the rest of the container starts and the first searches wait for one.
     */
    private static final Duration FIRST_ANSWERS = Duration.ofMillis(500);

    private final EngineSettings settings;
    private final Progress progress;
    private final OwnerThread owner;
    private final OwnerThread.Task watch;
    private final OwnerThread.Task compare;

    /** What searches use; null while there is none. */
    private volatile IndexStore serving;
    /** Zero once the first opening has come to an end, whatever end. */
    private final CountDownLatch opened = new CountDownLatch(1);
    /** All that hold a lock or a file; guarded by itself. */
    private final Set<IndexStore> held = new HashSet<>();

    /** Guarded by {@link #held}. */
    private boolean abandoned;

    // Confined to the owner thread.
    private Generations generations;
    private IndexStore target;

    /**
     * Opens nothing yet.
     *
     * @param watch begins to watch the folder, when it is not watched
     * @param compare compares the folder with the index that is written
     */
    OpenIndexes(
            EngineSettings settings,
            Progress progress,
            OwnerThread owner,
            OwnerThread.Task watch,
            OwnerThread.Task compare) {
        this.settings = settings;
        this.progress = progress;
        this.owner = owner;
        this.watch = watch;
        this.compare = compare;
    }

    /** What searches use; null while there is none. For all threads. */
    IndexStore serving() {
        return serving;
    }

    /**
     * As {@link #serving}, and waits for the first opening: whoever asks right after an exchange is answered from the whole
     * index, and not from none. For all threads.
     *
     * @param deadline a value of {@link System#nanoTime()}
     */
    IndexStore servingBy(long deadline) {
        IndexStore present = serving;
        if (present != null) {
            return present;
        }
        try {
            opened.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return serving;
    }

    /** What is written; null while there is none. */
    IndexStore target() {
        return target;
    }

    /** Whatever failed: answers go on from what is open, and after a while everything is opened afresh. */
    void failed(Throwable failure) {
        opened.countDown();
        if (owner.isStopping()) {
            LOG.debug("Failed while leaving", failure);
            return;
        }
        progress.is(
                Phase.FAILED,
                "the index in " + settings.index() + " failed: " + failure + "; next try in " + RETRY.toSeconds()
                        + " s");
        LOG.error("The index in {} failed; next try in {} s", settings.index(), RETRY.toSeconds(), failure);
        try {
            if (target != null) {
                IndexStore failed = target;
                target = null;
                failed.abandonWriting();
                retire(failed == serving ? null : failed);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The failed index could not be closed cleanly", e);
            target = null;
        }
        owner.later(RETRY, this::open);
    }

    void open() throws IOException {
        if (target != null) {
            return;
        }
        generations = new Generations(settings.index());
        Optional<Path> current = generations.current();
        if (current.isEmpty()) {
            rebuild("the first index is being built");
            return;
        }
        IndexStore found;
        try {
            found = hold(current.get());
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (e instanceof LockObtainFailedException) {
                progress.is(
                        Phase.STARTING, "the index in " + settings.index() + " is held by another process or revision");
                owner.later(RETRY_LOCK, this::open);
                return;
            }
            LOG.warn("The index in {} cannot be opened and is built anew", current.get(), e);
            retire(serving);
            serving = null;
            rebuild("the index is being rebuilt: " + reason(e));
            return;
        }
        IndexStore before = serving;
        boolean isOurs = found.making().isEmpty() || found.making().equals(making());
        serving = isOurs || vaultOf(found.making()).equals(vaultOf(making())) ? found : null;
        target = found;
        retire(before);
        progress.built(found.built());
        if (!isOurs) {
            rebuild("the index is being rebuilt for changed settings");
            return;
        }
        found.making(making());
        progress.is(found.built().isPresent() ? Phase.READY : Phase.BUILDING, "checking for changes");
        opened.countDown();
        owner.later(FIRST_ANSWERS, () -> lookAt(found));
    }

    /** Whether an index is whole, and still says what the folder says; for one that was opened and is still written. */
    private void lookAt(IndexStore found) throws IOException {
        if (target != found) {
            return;
        }
        watch.run();
        if (verifyOrRebuild()) {
            generations.removeAllBut(target.folder());
            compare.run();
        }
    }

    /** Opens an index that {@link #abandon} can take away. */
    private IndexStore hold(Path folder) throws IOException {
        IndexStore store = IndexStore.open(folder, settings.ramBufferMb());
        synchronized (held) {
            if (!abandoned) {
                held.add(store);
                return store;
            }
        }
        store.closeWithoutCommit();
        throw new IOException("the index in " + folder + " was opened too late");
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
            synchronized (held) {
                held.remove(old);
            }
            try {
                old.closeWithoutCommit();
            } catch (IOException | RuntimeException e) {
                LOG.warn("The index in {} could not be closed cleanly", old.folder(), e);
            }
        }
    }

    /** One failing search is reported by many; an index that is being built anew is not looked at again. */
    void verifyServing() throws IOException {
        if (target != null && target == serving) {
            verifyOrRebuild();
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
     * Builds an index beside the one in use, or goes on with one that was begun before a restart. The one in use, when
     * readable, answers until the new one is complete; without it the new one answers from what it has.
     */
    private void rebuild(String why) throws IOException {
        IndexStore old = target;
        if (old != null) {
            old.abandonWriting();
        }
        target = begun();
        progress.is(Phase.BUILDING, why);
        progress.built(Optional.empty());
        if (serving == null) {
            generations.use(target.folder());
            serving = target;
            retire(old);
        }
        opened.countDown();
        watch.run();
        compare.run();
    }

    /** Builds anew what is in use; a build under way, or an index that is not open, is left to what is done about it. */
    void reindex() throws IOException {
        if (target != null && target == serving && progress.phase() != Phase.BUILDING) {
            rebuild("the index is being built anew, as was asked for");
        }
    }

    /** An index that was begun from these settings and is sound, or else a new one. */
    private IndexStore begun() throws IOException {
        Path newest = generations.newest().orElse(null);
        if (newest != null && !Optional.of(newest).equals(generations.current())) {
            try {
                IndexStore store = hold(newest);
                if (store.making().equals(making()) && isSound(store)) {
                    LOG.info("The build in {} goes on, {} files are in it", newest, store.files());
                    return store;
                }
                retire(store);
            } catch (IOException | RuntimeException e) {
                LOG.debug("What was begun in {} is of no use", newest, e);
            }
        }
        IndexStore store = hold(generations.next());
        store.making(making());
        store.commit();
        return store;
    }

    private static boolean isSound(IndexStore store) {
        try {
            store.verify();
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** From now on the index that was written answers. */
    void serveTarget() throws IOException {
        if (serving != target) {
            generations.use(target.folder());
            IndexStore old = serving;
            serving = target;
            retire(old);
        }
        generations.removeAllBut(target.folder());
    }

    void close() {
        try {
            if (target != null) {
                target.commitIfDirty();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "What was not committed to the index in {} is indexed again by the next start",
                    settings.index(),
                    e);
        } finally {
            target = null;
            abandon();
        }
    }

    /**
     * Gives up lock and files of all that is open, and opens nothing any more. For any thread: an owner thread that did not
     * end in time fails with its next write.
     */
    void abandon() {
        List<IndexStore> all;
        synchronized (held) {
            abandoned = true;
            all = List.copyOf(held);
            held.clear();
        }
        serving = null;
        opened.countDown();
        for (IndexStore each : all) {
            try {
                each.closeWithoutCommit();
            } catch (IOException | RuntimeException e) {
                LOG.warn("The index in {} could not be closed cleanly", each.folder(), e);
            }
        }
    }
}
