package org.dharmic.deepmemory.sqlite;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.deepmemory.DeepMemoryException;
import org.dharmic.deepmemory.Fact;
import org.dharmic.deepmemory.Identity;
import org.dharmic.deepmemory.Summary;
import org.dharmic.deepmemory.Turn;
import org.dharmic.platform.Importer;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.sqlite.Late;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deep memory as a service: the gate before it, its life, its measurements. */
@Component(
        immediate = true,
        configurationPid = DeepMemoryComponent.PID,
        service = {DeepMemory.class, Importer.class, HealthCheck.class},
        property = {HealthCheck.NAME + "=deepmemory.sqlite", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = DeepMemoryConfig.class)
public final class DeepMemoryComponent implements DeepMemory, Importer, HealthCheck {

    static final String PID = "org.dharmic.deepmemory.sqlite";
    private static final Logger LOG = LoggerFactory.getLogger(DeepMemoryComponent.class);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);
    private static final Duration OPENER_ENDS = Duration.ofMillis(500);

    private final Gate gate = new Gate("deepmemory.sqlite");
    private final Meters meters = new Meters();
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService opener = Executors.newSingleThreadExecutor(Threads.named("deep-memory-open"));
    private final BundleContext context;

    /** What belongs to one set of settings. */
    private record Room(DeepMemorySettings settings, Path file, Path identityFile, Late<SqliteDeepMemory> memory) {}

    private volatile Room room;

    @Activate
    public DeepMemoryComponent(BundleContext context, DeepMemoryConfig config) {
        this.context = context;
        room = room(DeepMemorySettings.from(config));
        meters.gauge(
                "deep_memory_facts", () -> now().map(SqliteDeepMemory::count).orElse(0L));
        meters.gauge("deep_memory_cache_hits", () -> now().map(SqliteDeepMemory::cacheHits)
                .orElse(0L));
        meters.gauge("deep_memory_cache_misses", () -> now().map(SqliteDeepMemory::cacheMisses)
                .orElse(0L));
        LOG.info("Active: {}, identity {}, {}", room.file(), room.identityFile(), room.settings());
        opener.execute(this::openEarly);
    }

    /** Opens nothing yet. */
    private Room room(DeepMemorySettings settings) {
        Path file = settings.file(context);
        Path identityFile = settings.identityFile(context);
        return new Room(
                settings, file, identityFile, new Late<>(() -> open(file, identityFile), BETWEEN_ATTEMPTS, clock));
    }

    private SqliteDeepMemory open(Path file, Path identityFile) {
        DeepMemorySettings now = room.settings();
        return new SqliteDeepMemory(
                file,
                identityFile,
                now.owner(),
                now.readers(),
                now.cacheEntries(),
                now.cacheTtl(),
                clock,
                System::nanoTime);
    }

    private Optional<SqliteDeepMemory> now() {
        return room.memory().now();
    }

    private void openEarly() {
        try {
            SqliteDeepMemory open = room.memory().get();
            LOG.debug("Open with {} facts", open.count());
            String damage = open.check();
            if (!damage.isEmpty()) {
                LOG.error("Nothing new is remembered: {}", damage);
            }
        } catch (Late.NotOpen e) {
            if (gate.isAwaited()) {
                LOG.debug("Left before it was open");
                return;
            }
            LOG.error("Nothing is remembered or found: {}", e.getMessage(), e);
        } catch (DeepMemoryException e) {
            if (!gate.isAwaited()) {
                LOG.warn("The memory could not be checked: {}", e.getMessage(), e);
            }
        }
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }

    @Modified
    void modified(DeepMemoryConfig config) {
        Room before = room;
        DeepMemorySettings after = DeepMemorySettings.from(config);
        if (after.opensAs(before.settings())) {
            room = new Room(after, before.file(), before.identityFile(), before.memory());
            now().ifPresent(open -> open.resize(after.readers(), after.cacheEntries(), after.cacheTtl()));
        } else {
            Room next = room(after);
            if (!gate.exchange(after.drain(), () -> exchange(before, next))) {
                LOG.warn("Calls went on in {} when it was left; they may have failed", before.file());
            }
            opener.execute(this::openEarly);
        }
        LOG.info("Reconfigured: {}", after);
    }

    /** The file has one owner: it is closed before it is opened again, also under another name. */
    private void exchange(Room before, Room next) {
        close(before);
        room = next;
    }

    private static void close(Room left) {
        try {
            left.memory().close();
        } catch (Exception e) {
            LOG.warn("The memory did not close cleanly; it recovers when it is opened: {}", e.getMessage(), e);
        }
    }

    @Deactivate
    void deactivate() {
        long start = System.nanoTime();
        Duration limit = room.settings().drain();
        int inHand = gate.inside();
        opener.shutdown();
        now().ifPresent(SqliteDeepMemory::endCheck);
        try {
            if (!gate.drain(limit)) {
                LOG.warn("Still at work after {} s: those calls fail", limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(room);
        awaitOpener();
        meters.close();
        LOG.info("Left: drained {} calls in {} ms", inHand, (System.nanoTime() - start) / 1_000_000);
    }

    /** It may be about to check what has just been closed, and sees that at once. */
    private void awaitOpener() {
        try {
            if (!opener.awaitTermination(OPENER_ENDS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The memory in {} is still being opened or checked; it is closed when that ends", room.file());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (gate.isAwaited()) {
            log.temporarilyUnavailable("the deep memory is being exchanged");
            return new Result(log);
        }
        Room now = room;
        Optional<SqliteDeepMemory> open = now.memory().now();
        if (open.isEmpty()) {
            now.memory()
                    .failure()
                    .ifPresentOrElse(
                            failure -> log.critical("not open since {}: {}", failure.since(), failure.why()),
                            () -> log.temporarilyUnavailable("opening {}", now.file()));
            return new Result(log);
        }
        boolean known = open.get().identity().isPresent();
        open.get().identityProblem().ifPresent(problem -> log.warn("since {}: {}", problem.since(), problem.what()));
        if (!open.get().damage().isEmpty()) {
            log.critical("{}", open.get().damage());
        }
        try {
            // A look into the file, so that a damaged one shows before somebody asks.
            gate.run(() -> open.get().recent(1));
            log.info(
                    "open, {} facts, identity {}",
                    open.get().count(),
                    known ? "known" : "unknown: no " + now.identityFile());
        } catch (Gate.Leaving e) {
            log.temporarilyUnavailable("{}", e.getMessage());
        } catch (DeepMemoryException e) {
            log.critical("{}", e.getMessage());
        }
        return new Result(log);
    }

    // ---- every call through the gate

    private SqliteDeepMemory opened() {
        try {
            return room.memory().get();
        } catch (Late.NotOpen e) {
            throw new DeepMemoryException(e.getMessage(), e);
        }
    }

    private <R> R call(String what, Function<SqliteDeepMemory, R> call) {
        return gate.through(() -> {
            SqliteDeepMemory open = opened();
            long start = System.nanoTime();
            R result = call.apply(open);
            meters.timeSince("deep_memory_call_seconds", start, "call", what);
            return result;
        });
    }

    @Override
    public Fact add(String key, String text, List<String> topics) {
        return call("add", open -> open.add(key, text, topics));
    }

    @Override
    public List<Fact> search(String query, int limit) {
        return call("search", open -> open.search(query, limit));
    }

    @Override
    public List<Fact> recent(int limit) {
        return call("recent", open -> open.recent(limit));
    }

    @Override
    public Optional<Fact> find(String id) {
        return call("find", open -> open.find(id));
    }

    @Override
    public boolean forget(String id) {
        return call("forget", open -> open.forget(id));
    }

    @Override
    public void addTurn(String key, Turn turn) {
        call("add-turn", open -> {
            open.addTurn(key, turn);
            return Boolean.TRUE;
        });
    }

    @Override
    public void addTurns(Map<String, Turn> turns) {
        call("add-turn", open -> {
            open.addTurns(turns);
            return Boolean.TRUE;
        });
    }

    @Override
    public List<Turn> turns(String session, int limit) {
        return call("turns", open -> open.turns(session, limit));
    }

    @Override
    public List<Summary> summaries(int limit) {
        return call("summaries", open -> open.summaries(limit));
    }

    @Override
    public void addSummary(Summary summary) {
        call("add-summary", open -> {
            open.addSummary(summary);
            return Boolean.TRUE;
        });
    }

    @Override
    public Optional<Identity> identity() {
        return call("identity", SqliteDeepMemory::identity);
    }

    @Override
    public long count() {
        return call("count", SqliteDeepMemory::count);
    }

    // ---- old data

    @Override
    public String name() {
        return MemoryContext.NAME;
    }

    @Override
    public List<String> importFrom(Path folder) throws IOException {
        if (!gate.enter()) {
            throw new Gate.Leaving("deepmemory.sqlite");
        }
        try {
            return new OldMemories(opened(), ZoneId.systemDefault()).importFrom(folder);
        } finally {
            gate.leave();
        }
    }
}
