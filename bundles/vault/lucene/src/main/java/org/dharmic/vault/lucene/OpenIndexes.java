package org.dharmic.vault.lucene;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.LockObtainFailedException;
import org.dharmic.vault.IndexState.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index that is written and the one that answers; they differ while one is built beside the other. Opens them, builds
 * anew what is damaged or was made from other settings, and switches.
 *
 * <p>For the owner thread, but for {@link #serving()}.
 *
 * <p>No catch clause names an exception of Lucene: {@link LuceneEngine} says why.
 */
final class OpenIndexes {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIndexes.class);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration RETRY_LOCK = Duration.ofMillis(200);

    private final Settings settings;
    private final Progress progress;
    private final OwnerThread owner;
    private final OwnerThread.Task watch;
    private final OwnerThread.Task compare;

    /** What searches use; null while there is none. */
    private volatile IndexStore serving;

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
            Settings settings, Progress progress, OwnerThread owner, OwnerThread.Task watch, OwnerThread.Task compare) {
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

    /** What is written; null while there is none. */
    IndexStore target() {
        return target;
    }

    /** Whatever failed: answers go on from what is open, and after a while everything is opened afresh. */
    void failed(Throwable failure) {
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
        IndexStore opened;
        try {
            opened = IndexStore.open(current.get(), settings.ramBufferMb());
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
        watch.run();
        if (verifyOrRebuild()) {
            generations.removeAllBut(target.folder());
            compare.run();
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
        watch.run();
        compare.run();
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
}
