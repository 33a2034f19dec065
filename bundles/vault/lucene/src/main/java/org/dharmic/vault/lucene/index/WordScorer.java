package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.Impact;
import org.apache.lucene.index.Impacts;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/** Scores what {@link WordQuery} finds in one segment. A word has few lists: going through them is quicker than a heap. */
final class WordScorer extends Scorer {

    /** Above what rounding makes of a sum. */
    private static final float ROUNDING = 1.000001f;
    /** Of documents, and of some thousands of them: Lucene has no higher level. */
    private static final int LEVELS = 2;

    /** Where one spelling stands. */
    static final class Occurrences {
        private final ImpactsEnum docs;
        private final float counts;
        private final Bm25 bm25;
        /** Mirrors that of the list, which is a call away. */
        private int doc = -1;

        private final int[] knownUpTo = {-1, -1};
        private final float[] known = new float[LEVELS];

        Occurrences(ImpactsEnum docs, float counts, Bm25 bm25) {
            this.docs = docs;
            this.counts = counts;
            this.bm25 = bm25;
        }

        private float inDoc() throws IOException {
            return counts * docs.freq();
        }

        /** The last document of the block at or behind a document. */
        private int blockEnd(int target) throws IOException {
            if (doc < target) {
                docs.advanceShallow(target);
            }
            return docs.getImpacts().getDocIdUpTo(0);
        }

        /** What it says at most in any document up to one. */
        private float most(int upTo) throws IOException {
            Impacts impacts = docs.getImpacts();
            for (int level = 0; level < Math.min(LEVELS, impacts.numLevels()); level++) {
                int end = impacts.getDocIdUpTo(level);
                if (end >= upTo) {
                    if (knownUpTo[level] != end) {
                        known[level] = most(impacts.getImpacts(level));
                        knownUpTo[level] = end;
                    }
                    return known[level];
                }
            }
            return Float.POSITIVE_INFINITY;
        }

        private float most(List<Impact> impacts) {
            float most = 0;
            for (Impact each : impacts) {
                most = Math.max(most, bm25.said(counts * each.freq, each.norm));
            }
            return most;
        }
    }

    private final Occurrences[] lists;
    private final NumericDocValues lengths;
    private final Bm25 bm25;
    private final float wordWeight;
    private final Docs docs = new Docs();
    private int doc = -1;
    private float least;
    /** Before it some document may reach {@link #least}. */
    private int mayReachBefore;

    /** @param lengths null for a field without them, where all count as 1 */
    WordScorer(Weight weight, List<Occurrences> lists, NumericDocValues lengths, Bm25 bm25, float wordWeight) {
        super(weight);
        this.lists = lists.toArray(Occurrences[]::new);
        this.lengths = lengths;
        this.bm25 = bm25;
        this.wordWeight = wordWeight;
    }

    @Override
    public int docID() {
        return doc;
    }

    @Override
    public DocIdSetIterator iterator() {
        return docs;
    }

    @Override
    public float score() throws IOException {
        float occurrences = 0;
        for (Occurrences each : lists) {
            if (each.doc == doc) {
                occurrences += each.inDoc();
            }
        }
        long length = lengths != null && lengths.advanceExact(doc) ? lengths.longValue() : 1;
        return Bm25.score(wordWeight, bm25.said(occurrences, length));
    }

    @Override
    public int advanceShallow(int target) throws IOException {
        int end = DocIdSetIterator.NO_MORE_DOCS;
        for (Occurrences each : lists) {
            if (each.doc != DocIdSetIterator.NO_MORE_DOCS) {
                end = Math.min(end, each.blockEnd(target));
            }
        }
        return end;
    }

    @Override
    public float getMaxScore(int upTo) throws IOException {
        float said = 0;
        for (Occurrences each : lists) {
            if (each.doc <= upTo && each.doc != DocIdSetIterator.NO_MORE_DOCS) {
                said += each.most(upTo);
            }
        }
        return Bm25.score(wordWeight, said * ROUNDING);
    }

    @Override
    public void setMinCompetitiveScore(float score) {
        least = score;
        mayReachBefore = 0;
    }

    /** At or behind a document the first one of a block that has some with score enough. */
    private int competitive(int target) throws IOException {
        int from = target;
        while (from >= mayReachBefore && from != DocIdSetIterator.NO_MORE_DOCS) {
            int end = advanceShallow(from);
            int behind = end == DocIdSetIterator.NO_MORE_DOCS ? end : end + 1;
            if (getMaxScore(end) >= least) {
                mayReachBefore = behind;
                return from;
            }
            from = behind;
        }
        return from;
    }

    private final class Docs extends DocIdSetIterator {

        @Override
        public int docID() {
            return doc;
        }

        @Override
        public int nextDoc() throws IOException {
            if (least > 0) {
                return advance(doc + 1);
            }
            int next = NO_MORE_DOCS;
            for (Occurrences each : lists) {
                if (each.doc == doc) {
                    each.doc = each.docs.nextDoc();
                }
                next = Math.min(next, each.doc);
            }
            doc = next;
            return doc;
        }

        @Override
        public int advance(int target) throws IOException {
            int from = least > 0 && target != NO_MORE_DOCS ? competitive(target) : target;
            int next = NO_MORE_DOCS;
            for (Occurrences each : lists) {
                if (each.doc < from) {
                    each.doc = each.docs.advance(from);
                }
                next = Math.min(next, each.doc);
            }
            doc = next;
            return doc;
        }

        @Override
        public long cost() {
            long cost = 0;
            for (Occurrences each : lists) {
                cost += each.docs.cost();
            }
            return cost;
        }
    }
}
