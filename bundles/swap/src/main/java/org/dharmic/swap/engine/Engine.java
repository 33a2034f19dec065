package org.dharmic.swap.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dharmic.launcher.instance.CacheMarker;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Plan;
import org.dharmic.swap.Request;
import org.dharmic.swap.Swaps;
import org.dharmic.swap.jar.JarReader;
import org.dharmic.swap.jar.Matching;
import org.dharmic.swap.jar.RevisionJar;
import org.dharmic.swap.jar.UnusableJar;
import org.dharmic.swap.list.ConfigurationFiles;
import org.dharmic.swap.list.History;
import org.dharmic.swap.list.JarStore;
import org.dharmic.swap.list.SwapFolder;
import org.dharmic.swap.trust.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges bundles, one exchange at a time, each on a thread of this bundle: whoever asked may leave, an exchange that has
 * begun ends. Everything that takes time without a need, copying, reading and checking jars, happens before a bundle stops.
 */
public final class Engine implements Swaps, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** The launcher vouches for the cache at the end of the start; an exchange before that would be vouched for as well. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private final Container container;
    private final Trust trust;
    private final Clock clock;
    private final Supplier<SwapSettings> settings;
    private final Started started;
    private final Lines lines;
    private final JarStore store;
    private final JarReader reader;
    private final History history;
    private final Keeping keeping;
    private final CacheMarker marker;
    private final Planner planner;
    private final Comparison comparison;
    private final Ids ids;
    private final ExecutorService thread;
    private boolean recovered;

    /** Waits until the container is up. */
    @FunctionalInterface
    public interface Started {
        /** @return false when it was not within the limit */
        boolean await(Duration limit) throws InterruptedException;
    }

    /**
     * @param threads makes the thread of the exchanges; threads that bundles make when they are started inherit from it, so
     *     its context class loader must not be that of a bundle
     */
    public Engine(
            Container container,
            Matching matching,
            Layout layout,
            Trust trust,
            Started started,
            Supplier<SwapSettings> settings,
            Clock clock,
            ThreadFactory threads) {
        SwapFolder folder = new SwapFolder(layout.dharmic().resolve("swap"));
        this.container = container;
        this.trust = trust;
        this.clock = clock;
        this.settings = settings;
        this.started = started;
        this.lines = new Lines(layout);
        this.store = new JarStore(layout, folder.stored());
        this.reader = new JarReader(folder.staging());
        this.history = new History(folder.history());
        this.keeping = new Keeping(folder, new ConfigurationFiles(layout.etc()), history);
        this.marker = new CacheMarker(layout);
        this.planner = new Planner(container, matching, lines, store);
        this.comparison = new Comparison(container, lines, history);
        this.ids = new Ids(clock);
        this.thread = Executors.newSingleThreadExecutor(threads);
    }

    @Override
    public Plan plan(Request request) {
        return inTurn(() -> {
            List<RevisionJar> jars = new ArrayList<>();
            try {
                return draft(request, jars).plan();
            } finally {
                jars.forEach(JarReader::discard);
            }
        });
    }

    @Override
    public Outcome carryOut(Request request) {
        return inTurn(() -> {
            List<RevisionJar> jars = new ArrayList<>();
            try {
                reader.clear();
                long begin = System.nanoTime();
                return carryOut(new Undertaking(draft(request, jars), request.origin(), "", Optional.empty()), begin);
            } finally {
                jars.forEach(JarReader::discard);
            }
        });
    }

    @Override
    public Outcome rollback(String symbolicName, boolean keepConfiguration, String origin) {
        return inTurn(() -> {
            long begin = System.nanoTime();
            Optional<HistoryEntry> entry = history.latestInForce(symbolicName);
            if (entry.isEmpty()) {
                return refused("no exchange of " + symbolicName
                        + " is in force that could be taken back; swap:history lists them");
            }
            Return back = Return.of(entry.get(), container, store, keeping);
            Draft draft = planner.draft(back.wish(), back.refusals());
            return carryOut(
                    new Undertaking(
                            draft,
                            origin,
                            entry.get().id(),
                            keepConfiguration
                                    ? Optional.empty()
                                    : Optional.of(entry.get().id())),
                    begin);
        });
    }

    @Override
    public List<HistoryEntry> history(int limit) {
        return inTurn(() -> history.latest(limit));
    }

    @Override
    public Overview overview() {
        try {
            return comparison.overview();
        } catch (StartFailure e) {
            return new Overview(List.of(), List.of(e.getMessage()));
        }
    }

    /** The latest exchange in the history. */
    public Optional<HistoryEntry> latest() {
        return history.latest(1).stream().findFirst();
    }

    /** Ends when a running exchange has ended, or after a while; what it leaves half done the next start puts right. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("An exchange has not ended within {} s", CLOSE_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T inTurn(Callable<T> work) {
        try {
            return thread.submit(() -> {
                        recover();
                        return work.call();
                    })
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; what has begun goes on, swap:history tells how it ended", e);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("swap is leaving; ask the service again", e);
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof IOException io
                    ? Reason.of(io)
                    : Objects.toString(e.getCause().getMessage(), e.getCause().toString());
            throw new IllegalStateException(why, e.getCause());
        }
    }

    /** On the first turn: an exchange that was killed is told in the history. */
    private void recover() throws IOException, StartFailure {
        if (!recovered) {
            keeping.recover(lines.read().parsed());
            recovered = true;
        }
    }

    private Draft draft(Request request, List<RevisionJar> taken) throws StartFailure {
        List<String> refusals = new ArrayList<>(trust.folderRefusals());
        for (Path source : request.jars()) {
            try {
                RevisionJar jar = reader.take(source);
                taken.add(jar);
                trust.refusals(jar.file()).forEach(why -> refusals.add(jar.title() + ": " + why));
            } catch (UnusableJar e) {
                refusals.add(e.getMessage());
            }
        }
        return planner.draft(Wish.of(request, taken), refusals);
    }

    private Outcome refused(String why) {
        return new Outcome(
                Outcome.Result.REFUSED,
                "",
                new Plan(List.of(), List.of(), List.of(why), ""),
                List.of(why),
                Duration.ZERO);
    }

    /**
     * @param undoes id of the exchange that it takes back, or nothing
     * @param configuration id of the exchange whose configuration files come back with it
     */
    private record Undertaking(Draft draft, String origin, String undoes, Optional<String> configuration) {}

    private Outcome carryOut(Undertaking wanted, long begin) throws IOException, StartFailure, InterruptedException {
        Draft draft = wanted.draft();
        String id = ids.next();
        if (!started.await(START_LIMIT)) {
            return refused("the container is still starting; try again when ./dharmic status says ready");
        }
        if (!draft.plan().possible()) {
            List<String> reasons = draft.plan().refusals();
            history.append(entry(wanted, id, Outcome.Result.REFUSED, reasons, begin, Duration.ZERO));
            LOG.info("Refused: {}", String.join("; ", reasons));
            return new Outcome(Outcome.Result.REFUSED, id, draft.plan(), reasons, Duration.ZERO);
        }
        Outcome.Result intended = draft.plan().atRestart().isEmpty() ? Outcome.Result.KEPT : Outcome.Result.AT_RESTART;
        keeping.begin(entry(wanted, id, intended, List.of(), begin, Duration.ZERO), draft.listed(), pids(wanted));
        for (Step step : draft.steps()) {
            if (step.jar().isPresent()) {
                store.store(step.change().newLine().orElseThrow(), step.jar().get());
            }
        }
        List<String> notes = new ArrayList<>();
        if (wanted.configuration().isPresent()) {
            // Before the old revision starts, so that its first configuration is already the old one.
            notes.addAll(keeping.restoreConfiguration(wanted.configuration().get(), id));
        }
        LOG.info("Exchanging {}", titles(draft));
        Exchange.Ending ending =
                new Exchange(container, lines, marker, settings.get().verify()).run(draft);
        List<String> reasons = new ArrayList<>(ending.reasons());
        if (ending.result() == Outcome.Result.PUT_BACK || ending.result() == Outcome.Result.BROKEN) {
            reasons.addAll(keeping.restoreConfiguration(id, id));
        } else {
            reasons.addAll(notes);
        }
        history.append(entry(wanted, id, ending.result(), reasons, begin, ending.pause()));
        LOG.info(
                "{}: {} in {} ms, pause {} ms{}",
                ending.result(),
                titles(draft),
                millisSince(begin),
                ending.pause().toMillis(),
                reasons.isEmpty() ? "" : "; " + String.join("; ", reasons));
        tidy();
        return new Outcome(ending.result(), id, draft.plan(), reasons, ending.pause());
    }

    /** Also those of the exchange that is taken back: its files change. */
    private Set<String> pids(Undertaking wanted) throws IOException {
        Set<String> pids = new LinkedHashSet<>();
        wanted.draft().steps().forEach(step -> {
            pids.add(step.change().symbolicName());
            step.jar().map(RevisionJar::pids).ifPresent(pids::addAll);
        });
        if (wanted.configuration().isPresent()) {
            pids.addAll(keeping.pids(wanted.configuration().get()));
        }
        return pids;
    }

    private HistoryEntry entry(
            Undertaking wanted, String id, Outcome.Result result, List<String> reasons, long begin, Duration pause) {
        return new HistoryEntry(
                id,
                clock.instant(),
                wanted.origin(),
                result,
                wanted.draft().plan().changes(),
                wanted.undoes(),
                reasons,
                millisSince(begin),
                pause.toMillis());
    }

    private static long millisSince(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private static String titles(Draft draft) {
        return String.join(
                ", ", draft.plan().changes().stream().map(Engine::title).toList());
    }

    private static String title(Change change) {
        return change.symbolicName() + " " + change.from().orElse("(new)") + " -> "
                + change.to().orElse("(gone)");
    }

    /** What nobody needs any more goes; the exchange itself is over, so a failure here is none of it. */
    private void tidy() {
        try {
            keeping.retain(settings.get().kept());
            List<Path> removed = store.retain(keeping.neededLocations(
                    lines.read().parsed(), settings.get().versions()));
            if (!removed.isEmpty()) {
                LOG.info("No longer needed and removed: {}", removed);
            }
        } catch (IOException | StartFailure e) {
            LOG.warn("Old jars and snapshots could not be removed", e);
        }
    }
}
