package org.dharmic.vault.lucene.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Links;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.Why.Part;
import org.dharmic.vault.lucene.engine.FolderScan.Scanned;
import org.dharmic.vault.lucene.folder.Hash;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.markdown.Section;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.Clause.Occur;
import org.dharmic.vault.lucene.query.Fold;
import org.dharmic.vault.lucene.query.Telling;
import org.dharmic.vault.lucene.query.Terms;
import org.dharmic.vault.lucene.query.Words;
import org.dharmic.vault.lucene.search.Exploring;
import org.dharmic.vault.lucene.search.FolderCounts;
import org.dharmic.vault.lucene.search.Found;
import org.dharmic.vault.lucene.search.Reasons;
import org.dharmic.vault.lucene.search.Request;

/**
 * Reads every file at every search: what a vault costs without an index. Ranks by the number of different words found;
 * phrases and fields are words to it.
 */
public final class ScanEngine implements Engine {

    private static final Comparator<FoundPassage> BEST_FIRST =
            Comparator.comparing(FoundPassage::score).reversed();
    /** Of front matter: below the same word anywhere else. */
    private static final float FRONT_WORTH = 0.1f;
    /** For what only makes a message better, or is listed. */
    private static final long ASIDE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** For a list that is wrong when it is not whole. */
    private static final long EVER = Long.MAX_VALUE / 2;

    private final VaultFolder folder;
    private final FolderScan scan;
    private final Instant since;
    private final Words stemmed = Words.stemmed();
    private final Words asWritten = Words.asWritten();
    /** As many as the last search of the whole vault has seen. */
    private volatile long files;

    private volatile long passages;

    /** @param folder null when none is configured */
    public ScanEngine(VaultFolder folder, int passageMaxChars, Clock clock) {
        this.folder = folder;
        this.scan = new FolderScan(folder, passageMaxChars);
        this.since = clock.instant();
    }

    // ---- searches

    @Override
    public Found find(Request request) {
        if (folder == null) {
            return Found.NOTHING;
        }
        List<FoundPassage> found = new ArrayList<>();
        long[] notes = {0};
        boolean whole = eachMatch(request, best -> {
            notes[0]++;
            found.addAll(best.size() > request.perFile() ? best.subList(0, request.perFile()) : best);
        });
        List<FoundPassage> ranked = found.stream()
                .sorted(BEST_FIRST.thenComparing(FoundPassage::path))
                .skip(request.offset())
                .limit(request.limit())
                .toList();
        return new Found(ranked, notes[0], whole, false, Map.of(), !whole);
    }

    /** @param use takes the passages of one note that match, best first */
    private boolean eachMatch(Request request, Consumer<List<FoundPassage>> use) {
        Terms wanted = terms(request.clauses());
        Terms unwanted = unwanted(request.clauses());
        long[] seen = {0, 0};
        boolean whole = scan.each(request.under(), request.deadline(), note -> {
            seen[0]++;
            seen[1] += note.note().sections().size();
            List<FoundPassage> best = passages(note, wanted, unwanted);
            if (!best.isEmpty()) {
                use.accept(best);
            }
        });
        if (whole && request.under().isEmpty()) {
            files = seen[0];
            passages = seen[1];
        }
        return whole;
    }

    private Terms unwanted(List<Clause> clauses) {
        return terms(clauses.stream()
                .filter(clause -> clause.occur() == Occur.MUST_NOT)
                .map(clause -> clause.with(Occur.MAY))
                .toList());
    }

    private static List<FoundPassage> passages(Scanned note, Terms wanted, Terms unwanted) {
        String hash = Hash.of(note.content().bytes());
        List<FoundPassage> found = new ArrayList<>();
        for (Section section : note.note().sections()) {
            String text = text(note, section);
            float worth = worth(wanted, text, section);
            if (worth > 0 && unwanted.in(text) == 0) {
                found.add(new FoundPassage(
                        note.path(),
                        note.note().title(),
                        section,
                        hash,
                        note.content().size(),
                        note.content().modified(),
                        worth));
            }
        }
        found.sort(BEST_FIRST);
        return found;
    }

    private static String text(Scanned note, Section section) {
        return note.note().title() + "\n" + note.text(section);
    }

    private static float worth(Terms terms, String text, Section section) {
        return Long.bitCount(terms.in(text)) * (section.front() ? FRONT_WORTH : 1);
    }

    // ---- other questions

    @Override
    public List<FolderCount> facets(Request request, int most) {
        requireFolder();
        FolderCounts counts = new FolderCounts();
        eachMatch(request, best -> counts.add(best.get(0).path()));
        return counts.most(most);
    }

    @Override
    public List<String> telling(String text, long deadline) {
        requireFolder();
        Telling telling = new Telling(text, asWritten);
        Map<String, Integer> passages = new HashMap<>();
        int[] all = {0};
        scan.each(List.of(), deadline, note -> {
            for (Section section : note.note().sections()) {
                all[0]++;
                Set<String> own = new HashSet<>();
                asWritten.of(note.text(section)).forEach(position -> own.add(position.get(0)));
                own.retainAll(telling.words());
                own.forEach(word -> passages.merge(word, 1, Integer::sum));
            }
        });
        return telling.best(passages, all[0]);
    }

    @Override
    public Links links(Request request, String path, List<Link> links) {
        requireFolder();
        Map<String, List<String>> named = new HashMap<>();
        Set<String> paths = scan.paths(List.of(), request.deadline());
        paths.forEach(each -> named.computeIfAbsent(Link.withoutFolder(each), key -> new ArrayList<>())
                .add(each));
        Function<Link, Optional<String>> leading = link -> {
            List<String> same = named.getOrDefault(Link.withoutFolder(link.target()), List.of());
            return paths.contains(link.target())
                    ? Optional.of(link.target())
                    : same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
        };
        Map<String, Optional<String>> leads = new HashMap<>();
        links.forEach(link -> leads.put(link.target(), leading.apply(link)));
        List<String> incoming = new ArrayList<>();
        scan.each(request.under(), request.deadline(), note -> {
            boolean toIt = note.note().links().stream()
                    .anyMatch(link -> leading.apply(link).filter(path::equals).isPresent());
            if (toIt && !note.path().equals(path)) {
                incoming.add(note.path());
            }
        });
        return new Links(Exploring.outgoing(links, request.under(), leads), incoming);
    }

    @Override
    public Reasons why(Request request) {
        requireFolder();
        Terms wanted = terms(request.clauses());
        Terms unwanted = unwanted(request.clauses());
        List<Reasons> found = new ArrayList<>();
        scan.each(request.under(), request.deadline(), note -> passages(note, wanted, unwanted).stream()
                .findFirst()
                .ifPresent(best -> found.add(new Reasons(Optional.of(best), parts(request, note, best.section())))));
        return found.isEmpty() ? Reasons.NONE : found.get(0);
    }

    private List<Part> parts(Request request, Scanned note, Section section) {
        String text = text(note, section);
        List<Part> parts = new ArrayList<>();
        for (Clause clause : request.clauses()) {
            float worth = worth(terms(List.of(clause)), text, section);
            if (worth > 0) {
                parts.add(new Part("'" + clause.text() + "' in title or passage", worth));
            }
        }
        return parts;
    }

    private void requireFolder() {
        if (folder == null) {
            throw new VaultException(state().message());
        }
    }

    // ---- for messages and lists

    @Override
    public Terms terms(List<Clause> clauses) {
        return Terms.of(clauses, stemmed, asWritten);
    }

    @Override
    public List<String> unknown(List<Clause> clauses) {
        return List.of();
    }

    @Override
    public Optional<String> withHash(String hash) {
        List<String> found = new ArrayList<>();
        scan.each(List.of(), aside(), note -> {
            if (Hash.of(note.content().bytes()).equals(hash)) {
                found.add(note.path());
            }
        });
        return found.stream().findFirst();
    }

    @Override
    public List<String> similar(String path) {
        String wanted = Fold.plain(Markdown.stem(path));
        return indexed("").stream()
                .filter(known ->
                        !wanted.isEmpty() && Fold.plain(Markdown.stem(known)).contains(wanted))
                .limit(5)
                .toList();
    }

    @Override
    public List<String> indexed(String under) {
        return folder == null
                ? List.of()
                : List.copyOf(scan.paths(under.isEmpty() ? List.of() : List.of(under), EVER + System.nanoTime()));
    }

    @Override
    public List<String> problems() {
        return folder == null ? List.of() : scan.skipped(aside());
    }

    private static long aside() {
        return System.nanoTime() + ASIDE_NANOS;
    }

    @Override
    public IndexState state() {
        String missing =
                folder == null ? "vault.folder is not set (" + VaultFolder.CONFIGURED_IN + ")" : folder.missing();
        return missing.isEmpty()
                ? new IndexState(
                        Phase.READY,
                        files,
                        passages,
                        0,
                        0,
                        0,
                        Optional.of(since),
                        "index.mode = scan: every search reads every file")
                : new IndexState(
                        Phase.VAULT_MISSING,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        folder == null
                                ? missing
                                : "vault.folder " + folder.configured() + " " + missing + " ("
                                        + VaultFolder.CONFIGURED_IN + ")");
    }

    @Override
    public void reindex() {
        throw new VaultException("index.mode = scan has no index to build (" + VaultFolder.CONFIGURED_IN + ")");
    }

    /** Files may change between two searches, and nobody would know. */
    @Override
    public Optional<Object> generation() {
        return Optional.empty();
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public String blind() {
        return "";
    }

    @Override
    public void close() {
        stemmed.close();
        asWritten.close();
    }
}
