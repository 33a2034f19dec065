package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.dharmic.vault.lucene.index.Alike;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.index.Matches;
import org.dharmic.vault.lucene.index.View;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.Clause.Kind;
import org.dharmic.vault.lucene.query.Clause.Occur;
import org.dharmic.vault.lucene.query.Token;
import org.dharmic.vault.lucene.search.PassageQuery.Asked;

/**
 * One search over one state of the index.
 *
 * <p>Passages are ranked by BM25 as {@link PassageQuery} weighs them, and the best of them folded to their files by {@link
 * Folding}. Notes are counted exactly up to a bound, skipping from file to file, because counting every match costs more than
 * finding the best. Where something has to be there, finding can skip little, and counts on its way.
 *
 * <p>When a word stands nowhere as it was typed, or no note has all words and one is called nearly so, words and names that are
 * alike are looked for as well; what has the words as typed comes first.
 */
public final class PassageSearch {

    /** What came of it: the passages wanted, best first, and of how many notes they are the best. */
    record Outcome(
            Asked asked,
            List<ScoreDoc> kept,
            long total,
            boolean totalIsExact,
            boolean alike,
            Map<String, List<String>> similar) {}

    /** Beyond this many notes the total is a lower bound. */
    static final int COUNTED = 1000;

    private static final int NOT_COUNTED = -1;

    /** Passages asked for at first: the fewer, the more of the index can be skipped. Mostly they are of files enough. */
    private static final int LEAST_ASKED = 20;

    /** Times as many passages as are asked for, of which common words then choose. */
    private static final long WEIGHED_AGAIN = 3;

    /** A longer text is no name that somebody mistyped. */
    private static final int MOST_OF_A_NAME = 80;

    private static final int MOST_WORDS_OF_A_NAME = 8;

    private final View view;
    private final Request request;

    private PassageSearch(View view, Request request) {
        this.view = view;
        this.request = request;
    }

    public static Found run(IndexStore store, Request request) throws IOException {
        if (request.clauses().isEmpty()) {
            return Found.NOTHING;
        }
        try {
            return runOnce(store, request);
        } catch (IndexSearcher.TooManyClauses e) {
            // Lucene's bound, which only heaps of operators reach: half of them say enough. One clause alone stays
            // below it.
            return run(store, request.withHalf());
        }
    }

    private static Found runOnce(IndexStore store, Request request) throws IOException {
        DirectoryReader reader = store.acquire();
        try {
            View view = new View(reader, request.deadline(), request.now());
            Outcome outcome = outcome(view, store, request);
            return new Found(
                    passages(view, outcome.kept()),
                    outcome.total(),
                    outcome.totalIsExact(),
                    outcome.alike(),
                    outcome.similar(),
                    view.timedOut());
        } finally {
            store.release(reader);
        }
    }

    /** Read in the order in which they lie in the index, as values are read forwards. */
    private static List<FoundPassage> passages(View view, List<ScoreDoc> hits) throws IOException {
        List<ScoreDoc> inOrder = new ArrayList<>(hits);
        inOrder.sort(Comparator.comparingInt(hit -> hit.doc));
        Map<Integer, FoundPassage> passages = new HashMap<>();
        for (ScoreDoc hit : inOrder) {
            passages.put(hit.doc, view.passage(hit.doc, hit.score));
        }
        return hits.stream().map(hit -> passages.get(hit.doc)).toList();
    }

    static Outcome outcome(View view, IndexStore store, Request request) throws IOException {
        PassageQuery wanted = new PassageQuery(new FieldQueries(store, view), new FileQueries(view), request);
        PassageSearch search = new PassageSearch(view, request);
        Map<String, List<String>> similar = new HashMap<>();
        Asked alike = request.alike() ? search.alike(wanted, similar) : null;
        return search.find(alike == null ? wanted.asWritten() : alike, alike != null, similar);
    }

    /** Null when everything is taken as it was typed. */
    private Asked alike(PassageQuery wanted, Map<String, List<String>> similar) throws IOException {
        Alike near = new Alike(view.reader());
        Map<Token, List<String>> words = new HashMap<>();
        for (Token token : wanted.unknown()) {
            List<String> found = near.words(token.word());
            if (!found.isEmpty()) {
                words.put(token, found);
                similar.put(token.word(), found);
            }
        }
        String name = wanted.name();
        boolean mayBeName = !name.isEmpty()
                && name.length() <= MOST_OF_A_NAME
                && wanted.ranking().size() <= MOST_WORDS_OF_A_NAME
                && (!wanted.unknown().isEmpty() || wanted.ranking().size() > 1 && !view.matches(wanted.allWords()));
        List<String> names = mayBeName ? near.names(name) : List.of();
        return words.isEmpty() && names.isEmpty() ? null : wanted.alike(words, names);
    }

    // ---- finding

    private Outcome find(Asked asked, boolean alike, Map<String, List<String>> similar) throws IOException {
        Weight weight = view.weight(asked.passages(), ScoreMode.TOP_SCORES);
        Folding folding = new Folding(view, weight, asked, request);
        int wanted = request.offset() + request.limit();
        int counting = Math.max(COUNTED, wanted);
        int most = Math.max(1, view.reader().maxDoc());
        int ask = Math.min(most, Math.max(LEAST_ASKED, wanted * 2));
        Weight telling = asked.telling() == null ? null : view.weight(asked.telling(), ScoreMode.TOP_SCORES);
        while (true) {
            View.Counted found = asked.demands()
                    ? view.bestAndFiles(weight, ask, counting)
                    : new View.Counted(best(telling, weight, ask), NOT_COUNTED);
            ScoreDoc[] top = found.best();
            if (top.length < ask && telling != null && !view.timedOut()) {
                telling = null;
                continue;
            }
            boolean everything = top.length < ask || ask == most;
            int[] files = folding.files(top);
            if (!everything && !view.timedOut() && files.length < wanted) {
                ask = (int) Math.min(most, ask * 4L);
                continue;
            }
            List<ScoreDoc> kept = folding.fold(top, files, wanted, unseen(top, everything, telling != null));
            long total = files.length;
            if (!everything) {
                total = Math.max(total, found.files() == NOT_COUNTED ? count(weight, counting) : found.files());
            }
            return new Outcome(
                    asked,
                    kept.subList(Math.min(request.offset(), kept.size()), Math.min(wanted, kept.size())),
                    total,
                    everything || total < counting,
                    alike,
                    similar);
        }
    }

    /**
     * What a passage that was not found scores at most; added up in another order, a sum may differ in its last digit. Of one
     * without a telling word nothing is known.
     */
    private float unseen(ScoreDoc[] top, boolean everything, boolean byTelling) {
        if (byTelling || view.timedOut()) {
            return Float.MAX_VALUE;
        }
        return everything ? Float.NEGATIVE_INFINITY : Math.nextUp(top[top.length - 1].score);
    }

    /**
     * The best passages by all words. Words that stand nearly everywhere make a search score tens of thousands of passages, and
     * seldom find one: so when there are others, these find, and more than wanted of what they find is weighed again.
     */
    private ScoreDoc[] best(Weight telling, Weight weight, int ask) throws IOException {
        if (telling == null) {
            return view.best(weight, ask);
        }
        int most = (int) Math.min(view.reader().maxDoc(), ask * WEIGHED_AGAIN);
        ScoreDoc[] found = view.best(telling, most);
        Arrays.sort(found, Comparator.comparingInt(each -> each.doc));
        Matches matches = new Matches(view, weight);
        for (ScoreDoc each : found) {
            each.score = matches.score(each.doc);
        }
        Arrays.sort(
                found,
                Comparator.comparingDouble((ScoreDoc each) -> -each.score).thenComparingInt(each -> each.doc));
        return found.length > ask ? Arrays.copyOf(found, ask) : found;
    }

    private long count(Weight weight, int most) throws IOException {
        long[] files = {0};
        view.eachFile(weight, most, file -> files[0]++);
        return files[0];
    }

    /** The words of a query that no note has, for the message of an empty result. */
    public static List<String> unknown(IndexStore store, List<Clause> clauses) throws IOException {
        DirectoryReader reader = store.acquire();
        try {
            // For its terms alone: nothing is searched, so neither deadline nor time matters.
            FieldQueries fields = new FieldQueries(store, new View(reader, System.nanoTime(), Instant.EPOCH));
            List<String> unknown = new ArrayList<>();
            for (Clause clause : clauses) {
                if (clause.occur() != Occur.MUST_NOT
                        && clause.kind() == Kind.WORDS
                        && clause.field() == Clause.Field.ANY
                        && unknown.size() < 5) {
                    boolean known = false;
                    for (Token token : fields.tokens(clause.text())) {
                        known |= fields.isKnown(token);
                    }
                    if (!known) {
                        unknown.add(clause.text());
                    }
                }
            }
            return unknown;
        } finally {
            store.release(reader);
        }
    }
}
