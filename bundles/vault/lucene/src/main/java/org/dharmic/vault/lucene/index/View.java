package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.markdown.Section;

/** One state of the index, as one search looks at it: until its deadline. For one thread. */
public final class View {

    /** No query scores below 0. */
    public static final float NO_MATCH = -1;

    /** @param files of all matches, up to the bound that was asked for */
    public record Counted(ScoreDoc[] best, long files) {}

    /** What is done with a document. */
    public interface Each {
        void take(int doc) throws IOException;
    }

    private final DirectoryReader reader;
    private final Dictionaries dictionaries;
    private final ViewSearcher searcher;
    private final long deadline;
    private final Instant now;
    private final Columns<NumericDocValues> numbers;
    private final Columns<BinaryDocValues> bytes;
    private final Columns<SortedDocValues> sorted;

    /** @param deadline a value of {@link System#nanoTime()} */
    public View(DirectoryReader reader, long deadline, Instant now) {
        this.reader = reader;
        this.deadline = deadline;
        this.now = now;
        int segments = reader.leaves().size();
        numbers = new Columns<>(segments, LeafReader::getNumericDocValues);
        bytes = new Columns<>(segments, LeafReader::getBinaryDocValues);
        sorted = new Columns<>(segments, LeafReader::getSortedDocValues);
        dictionaries = new Dictionaries(segments);
        searcher = new ViewSearcher(reader, dictionaries);
        searcher.setTimeout(() -> isPast() || Thread.currentThread().isInterrupted());
    }

    public DirectoryReader reader() {
        return reader;
    }

    public Instant now() {
        return now;
    }

    /** @param known of this state of the index */
    public TermLookups terms(Lookups known) {
        return new TermLookups(reader, known, dictionaries);
    }

    public boolean isPast() {
        return System.nanoTime() - deadline > 0;
    }

    public boolean timedOut() {
        return searcher.timedOut();
    }

    // ---- queries

    public Weight weight(Query query, ScoreMode mode) throws IOException {
        return searcher.createWeight(searcher.rewrite(query), mode, 1f);
    }

    /** The best documents, best first; what matches worse may not even be looked at. */
    public ScoreDoc[] best(Weight weight, int most) throws IOException {
        var collector = new TopScoreDocCollectorManager(most, null, most, false).newCollector();
        searcher.find(weight, collector);
        return collector.topDocs().scoreDocs;
    }

    /**
     * The same, and the files that matches are of. Where hardly anything can be skipped this is one way through all matches
     * instead of two.
     */
    public Counted bestAndFiles(Weight weight, int most, long mostFiles) throws IOException {
        var collector = new TopScoreDocCollectorManager(most, null, most, false).newCollector();
        FilesCounted counted = new FilesCounted(collector, mostFiles);
        searcher.find(weight, counted);
        return new Counted(collector.topDocs().scoreDocs, counted.files());
    }

    ScoreDoc[] best(Query query, int most) throws IOException {
        return best(weight(query, ScoreMode.TOP_SCORES), most);
    }

    /** Visits matches in their order, without scores. */
    public void each(Query query, int most, Each each) throws IOException {
        Weight weight = weight(query, ScoreMode.COMPLETE_NO_SCORES);
        int seen = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            Scorer scorer = weight.scorer(leaf);
            DocIdSetIterator docs = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            for (int doc = docs.nextDoc();
                    doc != DocIdSetIterator.NO_MORE_DOCS && seen < most && !isPast();
                    doc = docs.nextDoc()) {
                if (isLive(leaf, doc)) {
                    each.take(leaf.docBase + doc);
                    seen++;
                }
            }
        }
    }

    /** Visits the files of matching passages: after a match it skips to the end of that file. */
    public void eachFile(Weight weight, long most, Each each) throws IOException {
        long files = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            Scorer scorer = files < most ? weight.scorer(leaf) : null;
            PostingsEnum ends = leaf.reader().postings(new Term(Fields.KIND, Fields.FILE), PostingsEnum.NONE);
            if (scorer == null || ends == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            DocIdSetIterator matches = scorer.iterator();
            int doc = matches.nextDoc();
            while (doc != DocIdSetIterator.NO_MORE_DOCS && files < most && !((files & 127) == 127 && isPast())) {
                int file = ends.docID() < doc ? ends.advance(doc) : ends.docID();
                if (doc < file && (live == null || live.get(doc))) {
                    files++;
                    each.take(leaf.docBase + file);
                    doc = matches.advance(file);
                } else {
                    doc = matches.nextDoc();
                }
            }
        }
    }

    public boolean matches(Query query) throws IOException {
        List<Integer> first = new ArrayList<>();
        each(query, 1, first::add);
        return !first.isEmpty();
    }

    /** What a query gives to some documents, which come in their order; {@link #NO_MATCH} to those that do not match. */
    public float[] scores(Query query, int[] docs) throws IOException {
        float[] scores = new float[docs.length];
        Matches matches = new Matches(this, weight(query, ScoreMode.TOP_SCORES));
        for (int i = 0; i < docs.length; i++) {
            scores[i] = matches.score(docs[i]);
        }
        return scores;
    }

    // ---- documents

    LeafReaderContext leaf(int doc) {
        List<LeafReaderContext> leaves = reader.leaves();
        return leaves.get(ReaderUtil.subIndex(doc, leaves));
    }

    public static boolean isLive(LeafReaderContext leaf, int doc) {
        return leaf.reader().getLiveDocs() == null
                || leaf.reader().getLiveDocs().get(doc);
    }

    /** The document of the file that a passage belongs to. */
    public int file(int passage) throws IOException {
        return passage + (int) number(passage, Fields.PLACE, 0);
    }

    /** The first passage of a file. */
    public int first(int file) throws IOException {
        return file - Block.passages(number(file, Fields.PLACE, 0));
    }

    /** The first passage of a file's text, which front matter may be before. */
    public int lead(int file) throws IOException {
        return file - Block.toLead(number(file, Fields.PLACE, 0));
    }

    /** In ms since 1970; {@link IndexStore#UNSURE} when it may have changed since. */
    public long modified(int file) throws IOException {
        return number(file, Fields.MODIFIED, IndexStore.UNSURE);
    }

    private long number(int doc, String field, long none) throws IOException {
        LeafReaderContext leaf = leaf(doc);
        int inLeaf = doc - leaf.docBase;
        NumericDocValues values = numbers.before(leaf.reader(), leaf.ord, field, inLeaf);
        return values != null && values.advanceExact(inLeaf) ? values.longValue() : none;
    }

    private BytesRef bytes(int doc, String field) throws IOException {
        LeafReaderContext leaf = leaf(doc);
        int inLeaf = doc - leaf.docBase;
        BinaryDocValues values = bytes.before(leaf.reader(), leaf.ord, field, inLeaf);
        return values != null && values.advanceExact(inLeaf) ? values.binaryValue() : new BytesRef();
    }

    private BytesRef sorted(int doc, String field) throws IOException {
        LeafReaderContext leaf = leaf(doc);
        int inLeaf = doc - leaf.docBase;
        SortedDocValues values = sorted.before(leaf.reader(), leaf.ord, field, inLeaf);
        return values != null && values.advanceExact(inLeaf) ? values.lookupOrd(values.ordValue()) : new BytesRef();
    }

    public String path(int file) throws IOException {
        return Shown.path(bytes(file, Fields.SHOWN));
    }

    public FoundPassage passage(int passage, float score) throws IOException {
        Section section = Shown.section(sorted(passage, Fields.SHOWN_HEADING), bytes(passage, Fields.SHOWN));
        int doc = file(passage);
        Shown.File file = Shown.file(bytes(doc, Fields.SHOWN));
        return new FoundPassage(file.path(), file.title(), section, file.hash(), file.size(), modified(doc), score);
    }

    public boolean isFile(String path) throws IOException {
        return matches(new TermQuery(new Term(Fields.UNDER, path)));
    }

    /** The path of the only file of a name. */
    public Optional<String> unique(String named) throws IOException {
        List<String> paths = new ArrayList<>();
        each(new TermQuery(new Term(Fields.NAMED, named)), 2, file -> paths.add(path(file)));
        return paths.size() == 1 ? Optional.of(paths.get(0)) : Optional.empty();
    }
}
