package org.dharmic.vault.lucene;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.vault.CacheFigures;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Links;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultIndex;
import org.dharmic.vault.VaultProblem;
import org.dharmic.vault.Why;
import org.dharmic.vault.lucene.answer.Inquiring;
import org.dharmic.vault.lucene.answer.Reading;
import org.dharmic.vault.lucene.answer.Searching;
import org.dharmic.vault.lucene.cache.AnswerCache;
import org.dharmic.vault.lucene.cache.Habits;
import org.dharmic.vault.lucene.cache.Warming;
import org.dharmic.vault.lucene.engine.Engine;
import org.dharmic.vault.lucene.engine.LuceneEngine;
import org.dharmic.vault.lucene.engine.ScanEngine;
import org.dharmic.vault.lucene.folder.Problems;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.prompt.PromptPassages;
import org.dharmic.vault.lucene.prompt.WholeLines;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.writing.Reads;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vault as services: search, reading, health. Activation only begins; opening the index, building and watching happen
 * on the engine's own threads.
 */
@Component(
        immediate = true,
        configurationPid = Settings.PID,
        service = {VaultIndex.class, Vault.class, HealthCheck.class, Passages.class, OwnVault.class},
        property = {HealthCheck.NAME + "=vault.lucene", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = VaultConfig.class)
public final class LuceneVault implements VaultIndex, Vault, Passages, OwnVault, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(LuceneVault.class);

    /** What belongs to one set of settings. */
    private record Room(
            Settings settings,
            VaultFolder folder,
            Engine engine,
            Searching searching,
            PromptPassages forPrompts,
            AnswerCache answers) {

        Reading reading() {
            if (folder == null) {
                throw new VaultException(
                        "vault.folder is not set: name the folder of your Markdown files in " + Settings.FILE);
            }
            return new Reading(folder, engine);
        }

        Inquiring inquiring() {
            return new Inquiring(settings.answer(), engine, searching, reading());
        }
    }

    private final BundleContext context;
    private final Clock clock;
    private final Gate gate = new Gate("vault.lucene");
    private final Meters meters = new Meters();
    private final Warming warming;
    private final Reads reads;
    private volatile Room room;

    @Activate
    public LuceneVault(BundleContext context, VaultConfig config) {
        this(context, config, Clock.systemUTC());
    }

    LuceneVault(BundleContext context, VaultConfig config, Clock clock) {
        this.context = context;
        this.clock = clock;
        reads = new Reads(clock);
        Settings settings = settings(config);
        meters.gauge("vault_index_files", () -> room.engine().state().files());
        meters.gauge("vault_index_passages", () -> room.engine().state().passages());
        meters.gauge("vault_cache_entries", () -> room.answers().figures().entries());
        warming = new Warming(new Habits(clock, ZoneId.systemDefault()), this::toWarm);
        // Last: what begins here has to be ended, and a constructor that throws ends nothing.
        room = open(settings);
        warming.start();
        LOG.info("Vault active: {}", describe(room.settings()));
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }

    private Warming.Target toWarm() {
        Room now = room;
        return new Warming.Target(
                query -> gate.run(() -> room.answers().warm(query)),
                now.settings().cacheEntries() == 0 ? 0 : now.settings().prewarmQueries(),
                now.settings().engine().index().resolve("queries.tsv"),
                gate.isAwaited()
                        ? Optional.empty()
                        : now.engine().generation().map(generation -> List.of(now.answers(), generation)));
    }

    private Settings settings(VaultConfig config) {
        return Settings.from(config, home(context), DataFolder.resolve(context, config.index_folder(), "vault-index"));
    }

    /** What a relative vault folder is relative to. */
    static Path home(BundleContext context) {
        String home = context.getProperty("karaf.base");
        return Path.of(home == null ? "" : home).toAbsolutePath();
    }

    private Room open(Settings settings) {
        VaultFolder folder = settings.engine()
                .vault()
                .map(path -> new VaultFolder(path, settings.globs(), settings.fileMaxBytes()))
                .orElse(null);
        Engine engine = settings.mode() == Settings.Mode.LUCENE
                ? new LuceneEngine(settings.engine(), folder, clock, meters)
                : new ScanEngine(folder, settings.engine().passageMaxChars(), clock);
        return room(settings, folder, engine);
    }

    private Room room(Settings settings, VaultFolder folder, Engine engine) {
        Searching searching = new Searching(settings.answer(), clock, folder, engine, meters);
        Path root = settings.engine().vault().orElse(null);
        return new Room(
                settings,
                folder,
                engine,
                searching,
                new PromptPassages(settings.answer(), clock, folder, engine, meters),
                new AnswerCache(settings.cacheEntries(), root, answering(searching, engine), clock, meters));
    }

    private static AnswerCache.Source answering(Searching searching, Engine engine) {
        return new AnswerCache.Source() {
            @Override
            public SearchResult search(Query query) {
                return searching.search(query);
            }

            @Override
            public Optional<Object> generation() {
                return engine.generation();
            }

            @Override
            public IndexState state() {
                return engine.state();
            }
        };
    }

    /** Appended, not added up: a concatenation of so many parts takes milliseconds at its first use. */
    private static String describe(Settings settings) {
        return new StringBuilder("folder ")
                .append(settings.engine().vault().map(Path::toString).orElse("(not set)"))
                .append(", index ")
                .append(settings.engine().index())
                .append(", mode ")
                .append(settings.mode())
                .append(", files ")
                .append(settings.globs())
                .append(", comparison every ")
                .append(settings.engine().reconcile().toSeconds())
                .append(" s, watch ")
                .append(settings.engine().watch())
                .append(", scopes ")
                .append(settings.answer().scopes().folders().keySet())
                .toString();
    }

    @Modified
    void modified(VaultConfig config) {
        Settings wanted = settings(config);
        Room before = room;
        if (!wanted.needsOtherEngineThan(before.settings())) {
            room = room(wanted, before.folder(), before.engine());
        } else if (!gate.exchange(before.settings().drain(), () -> exchange(before, wanted))) {
            LOG.warn("Searches went on during the exchange of the index; they may have failed");
        }
        LOG.info("Vault reconfigured: {}", describe(wanted));
    }

    /** One owner for the index: the old engine lets go before the new one begins. */
    private void exchange(Room before, Settings wanted) {
        before.engine().close();
        room = open(wanted);
    }

    @Deactivate
    void deactivate() {
        long start = System.nanoTime();
        warming.close();
        try {
            if (!gate.drain(room.settings().drain())) {
                LOG.warn("{} searches still run; they will fail and be made again", gate.inside());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.engine().close();
            meters.close();
        }
        LOG.info(
                "Vault left in {} ms",
                Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    // ---- search

    @Override
    public SearchResult search(Query query) {
        return gate.through(() -> {
            Room now = room;
            SearchResult result = now.answers().search(query);
            if (now.settings().prewarmQueries() > 0) {
                warming.asked(query);
            }
            return result;
        });
    }

    @Override
    public CacheFigures cache() {
        return gate.through(() -> room.answers().figures());
    }

    @Override
    public List<FolderCount> facets(Query query, int most) {
        return gate.through(() -> room.inquiring().facets(query, most));
    }

    @Override
    public SearchResult like(String locator, String scope, int limit) {
        return gate.through(() -> room.inquiring().like(locator, scope, limit));
    }

    @Override
    public Links links(String path, String scope) {
        return gate.through(() -> room.inquiring().links(path, scope));
    }

    @Override
    public Why why(Query query, String path) {
        return gate.through(() -> room.inquiring().why(query, path));
    }

    @Override
    public IndexState state() {
        return gate.through(() -> room.engine().state());
    }

    @Override
    public void reindex() {
        gate.run(() -> room.engine().reindex());
    }

    @Override
    public List<VaultProblem> problems(int most) {
        return gate.through(() -> {
            Room now = room;
            return now.folder() == null
                    ? List.of()
                    : new Problems(now.folder()).of(now.engine().problems(), most);
        });
    }

    // ---- passages for a prompt

    @Override
    public List<WholeLines> best(List<Clause> clauses, String scope, int limit, int maxChars) {
        return gate.through(() -> room.forPrompts().best(clauses, scope, limit, maxChars));
    }

    // ---- reading

    @Override
    public Passage read(String locator) {
        Passage passage = gate.through(() -> room.reading().read(locator));
        reads.read(passage.path());
        return passage;
    }

    @Override
    public List<Note> list(String folder, int limit) {
        return gate.through(() -> room.reading().list(folder, limit));
    }

    @Override
    public List<Note> recent(int limit) {
        return gate.through(() -> room.reading().recent(limit));
    }

    // ---- for the other components of this bundle

    @Override
    public List<String> indexed(String under) {
        return gate.through(() -> room.engine().indexed(under));
    }

    @Override
    public Reads reads() {
        return reads;
    }

    // ---- health

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (gate.isAwaited()) {
            log.temporarilyUnavailable("the vault is being exchanged");
            return new Result(log);
        }
        Engine engine = room.engine();
        IndexState state = engine.state();
        String line =
                state.phase() + " since " + engine.since().truncatedTo(ChronoUnit.SECONDS) + ": " + state.message();
        switch (state.phase()) {
            case READY -> log.info("{}; {} files, {} passages", line, state.files(), state.passages());
            case BUILDING, STARTING -> {
                if (state.files() > 0) {
                    log.info("{}; {} files answer meanwhile", line, state.files());
                } else {
                    log.temporarilyUnavailable("{}", line);
                }
            }
            case VAULT_MISSING, FAILED -> log.critical("{}; {} files of the last index answer", line, state.files());
        }
        if (!engine.blind().isEmpty()) {
            log.warn("{}", engine.blind());
        }
        if (state.problems() > 0) {
            log.info(
                    "{} left out (links, too large, binary, unreadable), for example {}",
                    state.problems(),
                    engine.problems().stream().limit(5).toList());
        }
        return new Result(log);
    }
}
