package org.dharmic.vault.lucene;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultIndex;
import org.dharmic.vault.lucene.Found.FoundPassage;
import org.dharmic.vault.lucene.PassageReader.WholeLines;
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
        service = {VaultIndex.class, Vault.class, HealthCheck.class, Passages.class},
        property = {HealthCheck.NAME + "=vault.lucene", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = VaultConfig.class)
public final class LuceneVault implements VaultIndex, Vault, Passages, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(LuceneVault.class);

    /** For a prompt: nobody waits longer, and the agent has a deadline of its own. */
    private static final Duration CONTEXT_DEADLINE = Duration.ofSeconds(2);
    /** For each passage wanted so many are looked at, and so many of one file: they tell which file is the best. */
    private static final int CONTEXT_CANDIDATES = 5;

    /** What belongs to one set of settings. */
    private record Room(Settings settings, VaultFolder folder, Engine engine) {

        Reading reading() {
            if (folder == null) {
                throw new VaultException(
                        "vault.folder is not set: name the folder of your Markdown files in " + Settings.FILE);
            }
            return new Reading(folder, engine);
        }

        PassageReader passages() {
            return new PassageReader(folder, settings.passageMaxChars());
        }
    }

    private final BundleContext context;
    private final Clock clock;
    private final Gate gate = new Gate("vault.lucene");
    private final Meters meters = new Meters();
    private volatile Room room;

    @Activate
    public LuceneVault(BundleContext context, VaultConfig config) {
        this(context, config, Clock.systemUTC());
    }

    LuceneVault(BundleContext context, VaultConfig config, Clock clock) {
        this.context = context;
        this.clock = clock;
        room = open(settings(config));
        meters.gauge("vault_index_files", () -> room.engine().state().files());
        meters.gauge("vault_index_passages", () -> room.engine().state().passages());
        LOG.info("Vault active: {}", describe(room.settings()));
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }

    private Settings settings(VaultConfig config) {
        String home = context.getProperty("karaf.base");
        return Settings.from(
                config,
                Path.of(home == null ? "" : home).toAbsolutePath(),
                DataFolder.resolve(context, config.index_folder(), "vault-index"));
    }

    private Room open(Settings settings) {
        VaultFolder folder = settings.vault()
                .map(path -> new VaultFolder(path, settings.globs(), settings.fileMaxBytes()))
                .orElse(null);
        Engine engine = settings.mode() == Settings.Mode.LUCENE
                ? new LuceneEngine(settings, folder, clock, meters)
                : new ScanEngine(folder, settings.passageMaxChars(), clock);
        return new Room(settings, folder, engine);
    }

    /** Appended, not added up: a concatenation of so many parts takes milliseconds at its first use. */
    private static String describe(Settings settings) {
        return new StringBuilder("folder ")
                .append(settings.vault().map(Path::toString).orElse("(not set)"))
                .append(", index ")
                .append(settings.index())
                .append(", mode ")
                .append(settings.mode())
                .append(", files ")
                .append(settings.globs())
                .append(", comparison every ")
                .append(settings.reconcile().toSeconds())
                .append(" s, watch ")
                .append(settings.watch())
                .append(", scopes ")
                .append(settings.scopes().folders().keySet())
                .toString();
    }

    @Modified
    void modified(VaultConfig config) {
        Settings wanted = settings(config);
        Room before = room;
        if (wanted.needsOtherEngineThan(before.settings())) {
            // One owner for the index: the old engine lets go before the new one begins. Searches find nothing
            // meanwhile.
            before.engine().close();
            room = open(wanted);
        } else {
            room = new Room(wanted, before.folder(), before.engine());
        }
        LOG.info("Vault reconfigured: {}", describe(wanted));
    }

    @Deactivate
    void deactivate() {
        long start = System.nanoTime();
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
        return gate.through(() -> search(room, query));
    }

    private SearchResult search(Room now, Query query) {
        long start = System.nanoTime();
        List<String> under = now.settings().scopes().of(query.scope());
        List<Clause> clauses = QueryText.parse(query.text());
        Found found = now.engine()
                .find(new PassageSearch.Request(
                        clauses,
                        under,
                        query.offset(),
                        query.limit(),
                        1,
                        start + query.deadline().toNanos()));
        List<Hit> hits = new ArrayList<>();
        int unreadable = 0;
        if (!found.passages().isEmpty()) {
            Terms terms = now.engine().terms(clauses);
            PassageReader reader = now.passages();
            for (FoundPassage passage : found.passages()) {
                try {
                    hits.add(hit(reader.snippet(passage, terms), passage.score()));
                } catch (NoSuchFileException e) {
                    if (now.folder().missing().isEmpty()) {
                        continue; // deleted a moment ago; the index will know soon
                    }
                    hits.add(withoutSnippet(passage));
                    unreadable++;
                } catch (IOException e) {
                    LOG.debug("No snippet of {}: {}", passage.path(), e.toString());
                    hits.add(withoutSnippet(passage));
                    unreadable++;
                }
            }
        }
        SearchResult result = new SearchResult(
                hits,
                found.total(),
                note(now.engine(), clauses, found, hits.size(), unreadable, query),
                now.engine().state());
        meters.timeSince("vault_search_seconds", start);
        meters.count("vault_searches_total", "result", hits.isEmpty() ? "empty" : "hits");
        return result;
    }

    private static Hit hit(PassageReader.Shown shown, double score) {
        return new Hit(
                shown.path(),
                shown.title(),
                Headings.below(shown.title(), shown.section().heading()),
                shown.text(),
                shown.section().firstLine(),
                shown.section().lastLine(),
                shown.hash(),
                score);
    }

    private static Hit withoutSnippet(FoundPassage passage) {
        return new Hit(
                passage.path(),
                passage.title(),
                Headings.below(passage.title(), passage.section().heading()),
                "",
                passage.section().firstLine(),
                passage.section().lastLine(),
                passage.hash(),
                passage.score());
    }

    private static String note(
            Engine engine, List<Clause> clauses, Found found, int shown, int unreadable, Query query) {
        StringJoiner note = new StringJoiner("; ");
        IndexState state = engine.state();
        if (state.phase() != Phase.READY) {
            note.add(state.message() + (shown > 0 ? "; these are from what is indexed" : ""));
        }
        if (clauses.isEmpty()) {
            note.add("there is no word to look for");
        } else if (found.total() == 0 && state.files() > 0) {
            List<String> unknown = engine.unknown(clauses);
            note.add(
                    unknown.isEmpty()
                            ? "no note has this"
                                    + (query.scope().equals(Scopes.ALL) ? "" : " in scope " + query.scope())
                            : "no note has "
                                    + String.join(
                                            ", ",
                                            unknown.stream()
                                                    .map(LuceneVault::brief)
                                                    .toList()));
        } else if (shown == 0 && found.total() > 0 && query.offset() >= found.total()) {
            note.add("there are no more than " + found.total());
        }
        if (found.alike() && shown > 0) {
            note.add("nothing has these words as written; these have similar ones");
        }
        if (!found.totalIsExact()) {
            note.add("at least " + found.total() + " notes match");
        }
        if (found.timedOut()) {
            note.add("the search ended at its deadline and may be incomplete");
        }
        if (unreadable > 0) {
            note.add(unreadable + " of the files cannot be read now and are shown without text");
        }
        return note.toString();
    }

    private static String brief(String word) {
        return "'" + (word.length() > 40 ? word.substring(0, 40) + "…" : word) + "'";
    }

    @Override
    public IndexState state() {
        return gate.through(() -> room.engine().state());
    }

    // ---- passages for a prompt

    @Override
    public List<WholeLines> best(List<Clause> clauses, String scope, int limit, int maxChars) {
        return gate.through(() -> best(room, clauses, scope, limit, maxChars));
    }

    private List<WholeLines> best(Room now, List<Clause> clauses, String scope, int limit, int maxChars) {
        long start = System.nanoTime();
        Found found = now.engine()
                .find(new PassageSearch.Request(
                        clauses,
                        now.settings().scopes().of(scope),
                        0,
                        limit * CONTEXT_CANDIDATES,
                        CONTEXT_CANDIDATES,
                        start + CONTEXT_DEADLINE.toNanos()));
        if (found.passages().isEmpty() || found.alike()) {
            return List.of(); // similar words help a person who mistyped, not a prompt
        }
        Terms terms = now.engine().terms(clauses);
        PassageReader reader = now.passages();
        List<Choice.Candidate> candidates = new ArrayList<>();
        for (FoundPassage passage : found.passages()) {
            try {
                if (!passage.section().front()) {
                    candidates.add(new Choice.Candidate(passage, reader.words(passage, terms)));
                }
            } catch (IOException e) {
                LOG.debug("Left out {}: {}", passage.path(), e.toString());
            }
        }
        Choice choice = Choice.of(candidates, limit);
        // No single passage takes it all, whatever the budget.
        int share = Math.max(maxChars / 2, Math.min(maxChars, 600));
        List<WholeLines> best = new ArrayList<>();
        int left = maxChars;
        for (FoundPassage passage : choice.passages()) {
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                break;
            }
            try {
                WholeLines lines =
                        reader.lines(passage, terms, Math.min(left, share)).orElse(null);
                if (lines != null) {
                    best.add(lines);
                    left -= lines.text().length();
                }
            } catch (IOException e) {
                LOG.debug("Left out {}: {}", passage.path(), e.toString());
            }
        }
        best.addAll(restOf(choice.bestFile(), best, reader, terms, Math.min(left, share)));
        meters.timeSince("vault_context_seconds", start);
        return best;
    }

    /** The answer may stand in words of its own beside the passage that was found. */
    private static List<WholeLines> restOf(
            String path, List<WholeLines> taken, PassageReader reader, Terms terms, int maxChars) {
        List<WholeLines> own =
                taken.stream().filter(each -> each.path().equals(path)).toList();
        if (own.isEmpty() || Thread.currentThread().isInterrupted()) {
            return List.of();
        }
        try {
            return reader.rest(own, terms, maxChars);
        } catch (IOException e) {
            LOG.debug("Left out the rest of {}: {}", path, e.toString());
            return List.of();
        }
    }

    // ---- reading

    @Override
    public Passage read(String locator) {
        return gate.through(() -> room.reading().read(locator));
    }

    @Override
    public List<Note> list(String folder, int limit) {
        return gate.through(() -> room.reading().list(folder, limit));
    }

    @Override
    public List<Note> recent(int limit) {
        return gate.through(() -> room.reading().recent(limit));
    }

    // ---- health

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
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
                    engine.problems());
        }
        return new Result(log);
    }
}
