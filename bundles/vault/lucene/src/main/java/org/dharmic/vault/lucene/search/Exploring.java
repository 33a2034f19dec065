package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.Links;
import org.dharmic.vault.Links.Outgoing;
import org.dharmic.vault.Why.Part;
import org.dharmic.vault.lucene.folder.Scopes;
import org.dharmic.vault.lucene.index.Fields;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.index.View;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.query.Telling;

/** Questions to one state of the index beside the search for the best passages. */
public final class Exploring {

    private static final int MAX_INCOMING = 10_000;
    /** Longer nobody waits for what only makes a message better. */
    private static final long MESSAGE_NANOS = 200_000_000;

    /** What sums of scores differ by. */
    private static final double ROUNDING = 0.01;

    private interface Use<R> {
        R of(View view) throws IOException;
    }

    private Exploring() {}

    private static <R> R with(IndexStore store, Request request, Use<R> use) throws IOException {
        DirectoryReader reader = store.acquire();
        try {
            return use.of(new View(reader, request.deadline(), request.now()));
        } finally {
            store.release(reader);
        }
    }

    // ---- folders

    public static List<FolderCount> facets(IndexStore store, Request request, int most) throws IOException {
        return with(store, request, view -> {
            PassageQuery wanted = new PassageQuery(new FieldQueries(store, view), new FileQueries(view), request);
            FolderCounts counts = new FolderCounts();
            view.eachFile(
                    view.weight(wanted.asWritten().passages(), ScoreMode.COMPLETE_NO_SCORES),
                    Long.MAX_VALUE,
                    file -> counts.add(view.path(file)));
            return counts.most(most);
        });
    }

    // ---- likeness

    public static List<String> telling(IndexStore store, String text) throws IOException {
        Telling telling = new Telling(text, store.asWritten());
        DirectoryReader reader = store.acquire();
        try {
            Map<String, Integer> passages = new HashMap<>();
            for (String word : telling.words()) {
                passages.put(word, reader.docFreq(new Term(Fields.TEXT, word)));
            }
            return telling.best(passages, reader.maxDoc());
        } finally {
            store.release(reader);
        }
    }

    // ---- links

    public static Links links(IndexStore store, Request request, String path, List<Link> links) throws IOException {
        return with(store, request, view -> {
            FileQueries files = new FileQueries(view);
            Map<String, Optional<String>> leads = new HashMap<>();
            for (Link link : links) {
                if (!leads.containsKey(link.target())) {
                    leads.put(link.target(), files.resolved(link.target()));
                }
            }
            return new Links(outgoing(links, request.under(), leads), incoming(view, request.under(), path));
        });
    }

    /** @param leads for each target the note that it leads to, which is shown when it is below some folders */
    public static List<Outgoing> outgoing(List<Link> links, List<String> under, Map<String, Optional<String>> leads) {
        return links.stream()
                .map(link -> new Outgoing(
                        link.words(),
                        link.target(),
                        leads.get(link.target()).filter(path -> Scopes.isUnder(path, under)),
                        link.line()))
                .toList();
    }

    /** Paths of notes with a link to one. */
    private static List<String> incoming(View view, List<String> under, String path) throws IOException {
        Set<String> targets = new TreeSet<>(List.of(path));
        String named = Link.withoutFolder(path);
        if (view.unique(named).filter(path::equals).isPresent()) {
            targets.add(named);
        }
        Query query = new TermInSetQuery(
                Fields.TO, targets.stream().map(BytesRef::new).toList());
        Set<String> sources = new TreeSet<>();
        view.each(query, MAX_INCOMING, file -> sources.add(view.path(file)));
        return sources.stream()
                .filter(each -> !each.equals(path) && Scopes.isUnder(each, under))
                .toList();
    }

    /** The path of a file that has a hash; empty when none has it now. */
    public static Optional<String> withHash(IndexStore store, String hash) throws IOException {
        DirectoryReader reader = store.acquire();
        try {
            View view = new View(reader, System.nanoTime() + MESSAGE_NANOS, Instant.EPOCH);
            List<String> paths = new ArrayList<>();
            view.each(new TermQuery(new Term(Fields.HASH, hash)), 1, file -> paths.add(view.path(file)));
            return paths.stream().findFirst();
        } finally {
            store.release(reader);
        }
    }

    // ---- reasons

    public static Reasons why(IndexStore store, Request request) throws IOException {
        return with(store, request, view -> {
            PassageSearch.Outcome outcome = PassageSearch.outcome(view, store, request);
            if (outcome.kept().isEmpty()) {
                return Reasons.NONE;
            }
            ScoreDoc best = outcome.kept().get(0);
            int file = view.file(best.doc);
            List<Part> parts = new ArrayList<>();
            for (PassageQuery.Labelled each : outcome.asked().parts()) {
                float score = view.scores(each.query(), new int[] {each.ofFile() ? file : best.doc})[0];
                if (score > 0) {
                    parts.add(new Part(each.label(), score));
                }
            }
            float factor = Folding.prior(view, file, request);
            double rest = best.score / factor
                    - parts.stream().mapToDouble(Part::score).sum();
            if (rest > ROUNDING) {
                parts.add(new Part("more of the words in another passage of the note", rest));
            }
            if (factor != 1) {
                parts.add(new Part("factor for time and folder", factor));
            }
            return new Reasons(Optional.of(view.passage(best.doc, best.score)), parts);
        });
    }
}
