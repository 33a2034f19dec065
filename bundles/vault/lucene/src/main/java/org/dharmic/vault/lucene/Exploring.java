package org.dharmic.vault.lucene;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
import org.dharmic.vault.Links.Outgoing;
import org.dharmic.vault.Why.Part;
import org.dharmic.vault.lucene.Found.FoundPassage;

/** Questions to one state of the index beside the search for the best passages. */
final class Exploring {

    /** Words that say what a text is about. */
    private static final int TELLING = 20;

    private static final int LEAST_LETTERS = 3;
    private static final int MAX_INCOMING = 10_000;
    /** Longer nobody waits for what only makes a message better. */
    private static final long MESSAGE_NANOS = 200_000_000;

    /** Why a passage has its score. */
    record Reasons(Optional<FoundPassage> passage, List<Part> parts) {}

    private interface Use<R> {
        R of(View view) throws IOException;
    }

    private Exploring() {}

    private static <R> R with(IndexStore store, PassageSearch.Request request, Use<R> use) throws IOException {
        DirectoryReader reader = store.acquire();
        try {
            return use.of(new View(reader, request.deadline(), request.now()));
        } finally {
            store.release(reader);
        }
    }

    // ---- folders

    static List<FolderCount> facets(IndexStore store, PassageSearch.Request request, int most) throws IOException {
        return with(store, request, view -> {
            PassageQuery wanted =
                    new PassageQuery(new FieldQueries(store, view.reader()), new FileQueries(view), request);
            Map<String, Long> counts = new TreeMap<>();
            view.eachFile(
                    view.weight(wanted.asWritten().passages(), ScoreMode.COMPLETE_NO_SCORES),
                    Long.MAX_VALUE,
                    file -> counts.merge(top(view.path(file)), 1L, Long::sum));
            return counts.entrySet().stream()
                    .map(each -> new FolderCount(each.getKey(), each.getValue()))
                    .sorted(Comparator.comparing(FolderCount::notes).reversed().thenComparing(FolderCount::folder))
                    .limit(most)
                    .toList();
        });
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    // ---- likeness

    /** The words that a text has often and the vault seldom. */
    static List<String> telling(IndexStore store, String text) throws IOException {
        Map<String, Integer> times = new HashMap<>();
        for (List<String> position : store.asWritten().of(text)) {
            times.merge(position.get(0), 1, Integer::sum);
        }
        DirectoryReader reader = store.acquire();
        try {
            Map<String, Double> worth = new HashMap<>();
            for (Map.Entry<String, Integer> each : times.entrySet()) {
                int documents = reader.docFreq(new Term(Fields.TEXT, each.getKey()));
                // A word of one passage alone leads to no other.
                if (each.getKey().length() >= LEAST_LETTERS
                        && documents > 1
                        && !QueryText.isCommonWord(each.getKey())) {
                    double rare = Math.log((double) Math.max(2, reader.maxDoc()) / documents);
                    worth.put(each.getKey(), (1 + Math.log(each.getValue())) * rare);
                }
            }
            List<String> words = new ArrayList<>(worth.keySet());
            words.sort(Comparator.comparing((String word) -> -worth.get(word)).thenComparing(word -> word));
            return List.copyOf(words.subList(0, Math.min(TELLING, words.size())));
        } finally {
            store.release(reader);
        }
    }

    // ---- links

    /** The links of a note with the paths they lead to. */
    static List<Outgoing> outgoing(IndexStore store, PassageSearch.Request request, List<Link> links)
            throws IOException {
        return with(store, request, view -> {
            FileQueries files = new FileQueries(view);
            Map<String, Optional<String>> known = new HashMap<>();
            List<Outgoing> outgoing = new ArrayList<>();
            for (Link link : links) {
                Optional<String> path = known.get(link.target());
                if (path == null) {
                    path = files.resolved(link.target()).filter(each -> isUnder(each, request.under()));
                    known.put(link.target(), path);
                }
                outgoing.add(new Outgoing(link.words(), link.target(), path, link.line()));
            }
            return outgoing;
        });
    }

    static boolean isUnder(String path, List<String> folders) {
        return folders.isEmpty() || folders.stream().anyMatch(each -> Reconciler.isBelow(path, each));
    }

    /** Paths of notes with a link to one. */
    static List<String> incoming(IndexStore store, PassageSearch.Request request, String path) throws IOException {
        return with(store, request, view -> {
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
                    .filter(each -> !each.equals(path) && isUnder(each, request.under()))
                    .toList();
        });
    }

    /** The path of a file that has a hash; empty when none has it now. */
    static Optional<String> withHash(IndexStore store, String hash) throws IOException {
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

    /** @param request below the one note that is asked about */
    static Reasons why(IndexStore store, PassageSearch.Request request) throws IOException {
        return with(store, request, view -> {
            PassageSearch.Outcome outcome = PassageSearch.outcome(view, store, request);
            if (outcome.kept().isEmpty()) {
                return new Reasons(Optional.empty(), List.of());
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
            if (factor != 1) {
                parts.add(new Part("factor for time and folder", factor));
            }
            return new Reasons(Optional.of(view.passage(best.doc, best.score)), parts);
        });
    }
}
