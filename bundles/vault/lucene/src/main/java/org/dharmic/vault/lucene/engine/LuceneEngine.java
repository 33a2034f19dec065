package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.AlreadyClosedException;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Links;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.Fold;
import org.dharmic.vault.lucene.query.Terms;
import org.dharmic.vault.lucene.search.Exploring;
import org.dharmic.vault.lucene.search.Found;
import org.dharmic.vault.lucene.search.PassageSearch;
import org.dharmic.vault.lucene.search.Reasons;
import org.dharmic.vault.lucene.search.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Lucene index equal to the vault's folder, and searches it.
 *
 * <p>One {@link OwnerThread} opens, builds, compares, refreshes, commits and closes; other threads search the state it
 * published last. {@link OpenIndexes} has the index that is written and the one that answers, {@link FolderSync} decides
 * when what is compared, and {@link Reconciler} writes the difference.
 *
 * <p>No catch clause, here or in those classes, names an exception of Lucene: the verifier would load it on the thread that
 * activates the component.
 */
public final class LuceneEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(LuceneEngine.class);

    private static final Duration LOOK = Duration.ofSeconds(2);
    /** What the owner thread is at ends much sooner: it is asked between two files. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final EngineSettings settings;
    private final Duration closeWithin;
    private final Progress progress;
    private final OwnerThread owner;
    private final FolderSync sync;
    private final OpenIndexes index;

    /**
     * Begins to work in the background; returns at once.
     *
     * @param folder the vault's folder; null when none is configured
     */
    public LuceneEngine(EngineSettings settings, VaultFolder folder, Clock clock, Meters meters) {
        this(settings, folder, clock, meters, CLOSE_WITHIN);
    }

    /** @param closeWithin how long {@link #close} waits for the owner thread before it takes the index from it */
    LuceneEngine(EngineSettings settings, VaultFolder folder, Clock clock, Meters meters, Duration closeWithin) {
        this.settings = settings;
        this.closeWithin = closeWithin;
        progress = new Progress(clock);
        owner = new OwnerThread(this::failed);
        sync = new FolderSync(settings, folder, clock, meters, progress, owner);
        index = sync.index();
        owner.execute(index::open);
        if (folder != null) {
            owner.every(LOOK, sync::lookForFolder);
        }
    }

    private void failed(Throwable failure) {
        index.failed(failure);
    }

    // ---- for all threads

    @Override
    public Found find(Request request) {
        return ask(request.deadline(), Found.NOTHING, store -> PassageSearch.run(store, request));
    }

    @Override
    public List<FolderCount> facets(Request request, int most) {
        return ask(request.deadline(), store -> Exploring.facets(store, request, most));
    }

    @Override
    public List<String> telling(String text, long deadline) {
        return ask(deadline, store -> Exploring.telling(store, text));
    }

    @Override
    public Links links(Request request, String path, List<Link> links) {
        return ask(request.deadline(), store -> Exploring.links(store, request, path, links));
    }

    @Override
    public Reasons why(Request request) {
        return ask(request.deadline(), store -> Exploring.why(store, request));
    }

    /** A question to one state of the index. */
    private interface Question<R> {
        R of(IndexStore store) throws IOException;
    }

    private <R> R ask(long deadline, Question<R> question) {
        R answer = ask(deadline, null, question);
        if (answer == null) {
            throw new VaultException("there is no index yet; " + state().message());
        }
        return answer;
    }

    /** @param without what to answer while there is no index */
    private <R> R ask(long deadline, R without, Question<R> question) {
        for (int attempt = 0; ; attempt++) {
            IndexStore store = index.servingBy(deadline);
            if (store == null) {
                if (owner.isStopping()) {
                    throw new VaultException("the index is being exchanged; search again");
                }
                return without;
            }
            try {
                return question.of(store);
            } catch (VaultException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                if (e instanceof AlreadyClosedException) {
                    if (attempt > 2 || owner.isStopping()) {
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
        long deadline = System.nanoTime() + LOOK.toNanos();
        return ask(deadline, new Terms(Set.of()), store -> Terms.of(clauses, store.stemmed(), store.asWritten()));
    }

    @Override
    public List<String> unknown(List<Clause> clauses) {
        IndexStore store = index.serving();
        try {
            return store == null ? List.of() : PassageSearch.unknown(store, clauses);
        } catch (IOException | IllegalStateException e) {
            return List.of();
        }
    }

    @Override
    public Optional<String> withHash(String hash) {
        IndexStore store = index.serving();
        try {
            return store == null ? Optional.empty() : Exploring.withHash(store, hash);
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> similar(String path) {
        IndexStore store = index.serving();
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
    public List<String> indexed(String under) {
        long deadline = System.nanoTime() + LOOK.toNanos();
        return ask(deadline, List.of(), store -> store.known(under).keySet().stream()
                .sorted()
                .toList());
    }

    @Override
    public IndexState state() {
        IndexStore store = index.serving();
        return progress.state(store == null ? 0 : store.files(), store == null ? 0 : store.passages());
    }

    @Override
    public Instant since() {
        return progress.since();
    }

    @Override
    public String blind() {
        return sync.blind();
    }

    @Override
    public List<String> problems() {
        return sync.problems().stream().sorted().toList();
    }

    @Override
    public void reindex() {
        IndexState now = state();
        if (now.phase() == IndexState.Phase.VAULT_MISSING) {
            throw new VaultException("nothing can be built now: " + now.message());
        }
        owner.execute(index::reindex);
    }

    /** The key of a reader is one for each state of the index, and holds nothing of it. */
    @Override
    public Optional<Object> generation() {
        IndexStore store = index.serving();
        if (store == null) {
            return Optional.empty();
        }
        try {
            DirectoryReader reader = store.acquire();
            try {
                return Optional.of(reader.getReaderCacheHelper().getKey());
            } finally {
                store.release(reader);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The index in {} is being exchanged", settings.index(), e);
            return Optional.empty();
        }
    }

    private void suspect(Exception why) {
        LOG.warn("A search failed on the index in {}; checking it", settings.index(), why);
        if (!owner.isStopping()) {
            owner.execute(index::verifyServing);
        }
    }

    // ---- leaving

    /** Returns when lock and files are free, whatever the owner thread is at; it is not interrupted, for it may write. */
    @Override
    public void close() {
        Future<?> closed = owner.stop(sync::close);
        try {
            if (!isDone(closed)) {
                LOG.warn(
                        "The index in {} is still at work after {} ms and is taken away; what was not committed is indexed"
                                + " again",
                        settings.index(),
                        closeWithin.toMillis());
                Thread taking = Threads.named("vault-abandon").newThread(index::abandon);
                taking.start();
                taking.join(closeWithin.toMillis());
                if (taking.isAlive()) {
                    LOG.error(
                            "The disk of {} does not answer; the index there stays locked until it does",
                            settings.index());
                }
            }
        } catch (ExecutionException e) {
            LOG.error("The index in {} could not be closed cleanly", settings.index(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            index.abandon();
        } finally {
            owner.shutdown();
        }
    }

    boolean isLeaving() {
        return owner.isStopping();
    }

    private boolean isDone(Future<?> closed) throws ExecutionException, InterruptedException {
        try {
            closed.get(closeWithin.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "lucene index in " + settings.index() + " "
                + progress.phase().toString().toLowerCase(Locale.ROOT);
    }
}
