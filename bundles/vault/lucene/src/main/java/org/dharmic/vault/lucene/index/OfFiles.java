package org.dharmic.vault.lucene.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/**
 * Leads from documents of files to those that stand before them in their blocks. What is said of a whole file (title, tags,
 * folders) is indexed once, with the file, and not with each of its passages.
 */
public final class OfFiles extends Query {

    /** What of a block. */
    public enum Part {
        /** The first passage of the text alone, with the file's score: a title that matches stands for one passage. */
        LEAD,
        /** All passages, without a score. */
        PASSAGES,
        /** Everything, the file as well, without a score. */
        BLOCK
    }

    private final Query files;
    private final Part part;
    private final int hash;

    public OfFiles(Query files, Part part) {
        this.files = files;
        this.part = part;
        hash = classHash() * 31 + files.hashCode() * 3 + part.hashCode();
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        Query rewritten = files.rewrite(searcher);
        return rewritten == files ? this : new OfFiles(rewritten, part);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        boolean scores = part == Part.LEAD && mode.needsScores();
        Weight inner = files.createWeight(searcher, scores ? mode : ScoreMode.COMPLETE_NO_SCORES, boost);
        return new Weight(this) {
            @Override
            public Scorer scorer(LeafReaderContext leaf) throws IOException {
                Scorer file = inner.scorer(leaf);
                NumericDocValues places = file == null ? null : leaf.reader().getNumericDocValues(Fields.PLACE);
                if (places == null) {
                    return null;
                }
                if (part == Part.LEAD) {
                    return new LeadScorer(this, file, new Leads(file.iterator(), places));
                }
                return new ConstantScoreScorer(
                        this, 0f, ScoreMode.COMPLETE, new Ranges(file.iterator(), places, part == Part.BLOCK));
            }

            @Override
            public Explanation explain(LeafReaderContext leaf, int doc) throws IOException {
                Scorer scorer = scorer(leaf);
                return scorer != null && scorer.iterator().advance(doc) == doc
                        ? Explanation.match(scorer.score(), "of its file: " + files)
                        : Explanation.noMatch("not of its file: " + files);
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false;
            }
        };
    }

    private static long value(NumericDocValues values, int doc) throws IOException {
        return values.advanceExact(doc) ? values.longValue() : 0;
    }

    /** From each file to its leading passage. */
    private static final class Leads extends DocIdSetIterator {
        private final DocIdSetIterator files;
        private final NumericDocValues places;
        private int doc = -1;

        Leads(DocIdSetIterator files, NumericDocValues places) {
            this.files = files;
            this.places = places;
        }

        @Override
        public int docID() {
            return doc;
        }

        @Override
        public int nextDoc() throws IOException {
            return at(files.nextDoc());
        }

        @Override
        public int advance(int target) throws IOException {
            if (target == NO_MORE_DOCS) {
                return at(files.advance(NO_MORE_DOCS));
            }
            // A leading passage comes before its file, so the file looked for is at or after the target.
            int file = files.advance(Math.max(target, files.docID() + 1));
            return at(file) < target ? at(files.nextDoc()) : doc;
        }

        private int at(int file) throws IOException {
            doc = file == NO_MORE_DOCS ? NO_MORE_DOCS : file - Block.toLead(value(places, file));
            return doc;
        }

        @Override
        public long cost() {
            return files.cost();
        }
    }

    /** From each file to all before it in its block. */
    private static final class Ranges extends DocIdSetIterator {
        private final DocIdSetIterator files;
        private final NumericDocValues places;
        private final boolean withFile;
        private int doc = -1;
        /** Exclusive. */
        private int end;

        Ranges(DocIdSetIterator files, NumericDocValues places, boolean withFile) {
            this.files = files;
            this.places = places;
            this.withFile = withFile;
        }

        @Override
        public int docID() {
            return doc;
        }

        @Override
        public int nextDoc() throws IOException {
            return advance(doc + 1);
        }

        @Override
        public int advance(int target) throws IOException {
            if (target < end) {
                doc = target;
                return doc;
            }
            int file = target == NO_MORE_DOCS
                    ? files.advance(NO_MORE_DOCS)
                    : files.advance(Math.max(target, files.docID() + 1));
            for (; file != NO_MORE_DOCS; file = files.nextDoc()) {
                end = withFile ? file + 1 : file;
                int from = Math.max(target, file - Block.passages(value(places, file)));
                if (from < end) {
                    doc = from;
                    return doc;
                }
            }
            end = 0;
            doc = NO_MORE_DOCS;
            return doc;
        }

        @Override
        public long cost() {
            return files.cost() * 16; // passages of a usual file
        }
    }

    private static final class LeadScorer extends Scorer {
        private final Scorer file;
        private final Leads leads;
        private final float most;

        LeadScorer(Weight weight, Scorer file, Leads leads) throws IOException {
            super(weight);
            this.file = file;
            this.leads = leads;
            most = file.getMaxScore(DocIdSetIterator.NO_MORE_DOCS);
        }

        @Override
        public DocIdSetIterator iterator() {
            return leads;
        }

        @Override
        public float getMaxScore(int upTo) {
            return most;
        }

        @Override
        public float score() throws IOException {
            return file.score();
        }

        @Override
        public int docID() {
            return leads.docID();
        }
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return part + "(" + files.toString(field) + ")";
    }

    @Override
    public boolean equals(Object other) {
        return sameClassAs(other) && files.equals(((OfFiles) other).files) && part == ((OfFiles) other).part;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
