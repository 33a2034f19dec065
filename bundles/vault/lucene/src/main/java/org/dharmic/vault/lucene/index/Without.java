package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;

/**
 * What matches one query and not another. Lucene's own way stops at each document that is not wanted and begins a window behind
 * it, which for a common word makes thousands of windows. Here these documents are marked first, as if they were deleted.
 */
public final class Without extends Query {

    private final Query wanted;
    private final Query unwanted;

    public Without(Query wanted, Query unwanted) {
        this.wanted = wanted;
        this.unwanted = unwanted;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        Query of = wanted.rewrite(searcher);
        Query not = unwanted.rewrite(searcher);
        return of == wanted && not == unwanted ? this : new Without(of, not);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        return new Marking(
                this,
                searcher.createWeight(wanted, mode, boost),
                searcher.createWeight(unwanted, ScoreMode.COMPLETE_NO_SCORES, boost));
    }

    /** For one thread, as the search that it is part of. */
    private static final class Marking extends Weight {
        private final Weight wanted;
        private final Weight unwanted;
        /** By the segment's number: finding, folding and counting use the same marks. */
        private final Map<Integer, Bits> marked = new HashMap<>();

        Marking(Without query, Weight wanted, Weight unwanted) {
            super(query);
            this.wanted = wanted;
            this.unwanted = unwanted;
        }

        private Bits marked(LeafReaderContext leaf) throws IOException {
            Bits known = marked.get(leaf.ord);
            if (known == null) {
                Scorer scorer = unwanted.scorer(leaf);
                int most = leaf.reader().maxDoc();
                known = scorer == null ? new Bits.MatchNoBits(most) : BitSet.of(scorer.iterator(), most);
                marked.put(leaf.ord, known);
            }
            return known;
        }

        @Override
        public BulkScorer bulkScorer(LeafReaderContext leaf) throws IOException {
            BulkScorer all = wanted.bulkScorer(leaf);
            return all == null ? null : new Unmarked(all, marked(leaf));
        }

        @Override
        public Scorer scorer(LeafReaderContext leaf) throws IOException {
            Scorer all = wanted.scorer(leaf);
            if (all == null) {
                return null;
            }
            return new UnmarkedScorer(this, all, marked(leaf));
        }

        @Override
        public Explanation explain(LeafReaderContext leaf, int doc) throws IOException {
            return marked(leaf).get(doc)
                    ? Explanation.noMatch("has " + ((Without) getQuery()).unwanted)
                    : wanted.explain(leaf, doc);
        }

        @Override
        public boolean isCacheable(LeafReaderContext leaf) {
            return false;
        }
    }

    /** What is not marked, one after the other. */
    private static final class UnmarkedScorer extends Scorer {
        private final Scorer all;
        private final DocIdSetIterator docs;

        UnmarkedScorer(Weight weight, Scorer all, Bits marked) {
            super(weight);
            this.all = all;
            docs = new FilteredDocIdSetIterator(all.iterator()) {
                @Override
                protected boolean match(int doc) {
                    return !marked.get(doc);
                }
            };
        }

        @Override
        public DocIdSetIterator iterator() {
            return docs;
        }

        @Override
        public int docID() {
            return docs.docID();
        }

        @Override
        public float score() throws IOException {
            return all.score();
        }

        @Override
        public float getMaxScore(int upTo) throws IOException {
            return all.getMaxScore(upTo);
        }

        @Override
        public int advanceShallow(int target) throws IOException {
            return all.advanceShallow(target);
        }

        @Override
        public void setMinCompetitiveScore(float least) throws IOException {
            all.setMinCompetitiveScore(least);
        }
    }

    /** What is not marked, all in one go. */
    private static final class Unmarked extends BulkScorer {
        private final BulkScorer all;
        private final Bits marked;

        Unmarked(BulkScorer all, Bits marked) {
            this.all = all;
            this.marked = marked;
        }

        @Override
        public int score(LeafCollector collector, Bits accepted, int min, int max) throws IOException {
            Bits unmarked = new Bits() {
                @Override
                public boolean get(int doc) {
                    return !marked.get(doc) && (accepted == null || accepted.get(doc));
                }

                @Override
                public int length() {
                    return marked.length();
                }
            };
            return all.score(collector, unmarked, min, max);
        }

        @Override
        public long cost() {
            return all.cost();
        }
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return wanted.toString(field) + " without " + unwanted.toString(field);
    }

    @Override
    public boolean equals(Object other) {
        return sameClassAs(other)
                && wanted.equals(((Without) other).wanted)
                && unwanted.equals(((Without) other).unwanted);
    }

    @Override
    public int hashCode() {
        return classHash() * 31 + wanted.hashCode() * 3 + unwanted.hashCode();
    }
}
