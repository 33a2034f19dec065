package org.dharmic.vault.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.Weight;
import org.dharmic.vault.lucene.Clause.Kind;
import org.dharmic.vault.lucene.Clause.Occur;
import org.dharmic.vault.lucene.Found.FoundPassage;

/**
 * One search over one state of the index.
 *
 * <p>Passages are ranked by BM25 as {@link PassageQuery} weighs them. The best are collapsed to at most a few per file. Notes are counted exactly up to a bound, skipping from file to
 * file, because counting every match costs more than finding the best.
 */
final class PassageSearch {

    /**
     * What is asked.
     *
     * @param under folders to stay below; empty for no limit
     * @param perFile passages of one file at most
     * @param deadline a value of {@link System#nanoTime()}
     */
    record Request(List<Clause> clauses, List<String> under, int offset, int limit, int perFile, long deadline) {
        Request withHalf() {
            return new Request(clauses.subList(0, clauses.size() / 2), under, offset, limit, perFile, deadline);
        }
    }

    /** Beyond this many notes the total is a lower bound. */
    static final int COUNTED = 1000;

    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final Request request;

    private PassageSearch(DirectoryReader reader, Request request) {
        this.reader = reader;
        this.request = request;
        // A searcher of our own, for it carries the deadline; without the cache, which is one for all and would outlive
        // us.
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        QueryTimeout timeout = () -> System.nanoTime() - request.deadline() > 0
                || Thread.currentThread().isInterrupted();
        searcher.setTimeout(timeout);
    }

    static Found run(IndexStore store, Request request) throws IOException {
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
            PassageSearch search = new PassageSearch(reader, request);
            PassageQuery wanted = new PassageQuery(store, reader, request);
            Found asWritten = search.find(wanted.query(false), false);
            return asWritten.total() > 0 || asWritten.timedOut() || !wanted.canBeAlike()
                    ? asWritten
                    : search.find(wanted.query(true), true);
        } finally {
            store.release(reader);
        }
    }

    // ---- finding

    private Found find(Query written, boolean alike) throws IOException {
        Query query = searcher.rewrite(written);
        int wanted = request.offset() + request.limit();
        int most = Math.max(1, reader.maxDoc());
        int ask = Math.min(most, Math.max(64, wanted * 4));
        while (true) {
            TopDocs top = searcher.search(query, new TopScoreDocCollectorManager(ask, null, ask, false));
            Set<Integer> notes = new HashSet<>();
            List<ScoreDoc> kept = collapse(top.scoreDocs, notes);
            boolean everything = top.scoreDocs.length < ask || ask == most;
            if (kept.size() < wanted && !everything && !searcher.timedOut()) {
                ask = (int) Math.min(most, ask * 4L);
                continue;
            }
            boolean counted = everything && top.totalHits.relation == TotalHits.Relation.EQUAL_TO;
            long total = counted ? notes.size() : Math.max(notes.size(), count(query, Math.max(COUNTED, wanted)));
            return new Found(
                    load(kept.subList(Math.min(request.offset(), kept.size()), Math.min(wanted, kept.size()))),
                    total,
                    counted || total < Math.max(COUNTED, wanted),
                    alike,
                    searcher.timedOut());
        }
    }

    /** Keeps the best few of each file, in order. */
    private List<ScoreDoc> collapse(ScoreDoc[] ranked, Set<Integer> notes) throws IOException {
        Map<Integer, Integer> taken = new HashMap<>();
        List<ScoreDoc> kept = new ArrayList<>();
        for (ScoreDoc hit : ranked) {
            int file = file(hit.doc);
            notes.add(file);
            if (taken.merge(file, 1, Integer::sum) <= request.perFile()) {
                kept.add(hit);
            }
        }
        return kept;
    }

    /** The document of the file that a passage belongs to. */
    private int file(int passage) throws IOException {
        LeafReaderContext leaf = leaf(passage);
        NumericDocValues tail = leaf.reader().getNumericDocValues(IndexStore.TAIL);
        return tail != null && tail.advanceExact(passage - leaf.docBase) ? passage + (int) tail.longValue() : passage;
    }

    private LeafReaderContext leaf(int doc) {
        List<LeafReaderContext> leaves = reader.leaves();
        return leaves.get(ReaderUtil.subIndex(doc, leaves));
    }

    /** Counts notes, not passages: after a match it skips to the end of that file. */
    private long count(Query query, int most) throws IOException {
        Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1f);
        long notes = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            Scorer scorer = weight.scorer(leaf);
            NumericDocValues tail = leaf.reader().getNumericDocValues(IndexStore.TAIL);
            if (scorer == null || tail == null) {
                continue;
            }
            DocIdSetIterator matches = scorer.iterator();
            int doc = matches.nextDoc();
            while (doc != DocIdSetIterator.NO_MORE_DOCS && notes < most && !pastDeadline(notes)) {
                boolean live = leaf.reader().getLiveDocs() == null
                        || leaf.reader().getLiveDocs().get(doc);
                if (live && tail.advanceExact(doc)) {
                    notes++;
                    doc = matches.advance(doc + (int) tail.longValue());
                } else {
                    doc = matches.nextDoc();
                }
            }
        }
        return notes;
    }

    private boolean pastDeadline(long notes) {
        return (notes & 127) == 127 && System.nanoTime() - request.deadline() > 0;
    }

    private List<FoundPassage> load(List<ScoreDoc> hits) throws IOException {
        StoredFields stored = reader.storedFields();
        List<FoundPassage> passages = new ArrayList<>(hits.size());
        for (ScoreDoc hit : hits) {
            Document document = stored.document(hit.doc);
            int file = file(hit.doc);
            passages.add(new FoundPassage(
                    document.get(IndexStore.PATH),
                    document.get(IndexStore.SHOWN_TITLE),
                    Documents.place(document),
                    document.get(IndexStore.HASH),
                    number(file, IndexStore.SIZE),
                    number(file, IndexStore.MODIFIED),
                    hit.score));
        }
        return passages;
    }

    private long number(int file, String field) throws IOException {
        LeafReaderContext leaf = leaf(file);
        NumericDocValues values = leaf.reader().getNumericDocValues(field);
        return values != null && values.advanceExact(file - leaf.docBase) ? values.longValue() : IndexStore.UNSURE;
    }

    /** The words of a query that no note has, for the message of an empty result. */
    static List<String> unknown(IndexStore store, List<Clause> clauses) throws IOException {
        DirectoryReader reader = store.acquire();
        try {
            List<String> unknown = new ArrayList<>();
            for (Clause clause : clauses) {
                if (clause.occur() != Occur.MUST_NOT && clause.kind() == Kind.WORDS && unknown.size() < 5) {
                    boolean known = false;
                    for (List<String> position :
                            PassageQuery.limited(store.asWritten().of(clause.text()))) {
                        for (String word : position) {
                            known |= isKnown(reader, word);
                        }
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

    private static boolean isKnown(IndexReader reader, String word) throws IOException {
        return reader.docFreq(new Term(IndexStore.EXACT, word)) > 0;
    }
}
