package org.dharmic.vault.lucene.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/** What a query gives to documents of one state of the index, which are asked for in their order. For one thread. */
public final class Matches {

    private final View view;
    private final Weight weight;
    private LeafReaderContext leaf;
    private Scorer scorer;
    private DocIdSetIterator docs;

    public Matches(View view, Weight weight) {
        this.view = view;
        this.weight = weight;
    }

    /** The first match at or behind a document and before another of the same segment; -1 when there is none. */
    public int next(int from, int before) throws IOException {
        open(from);
        int doc = from - leaf.docBase;
        if (docs != null && docs.docID() < doc) {
            docs.advance(doc);
        }
        return docs == null || docs.docID() >= before - leaf.docBase ? -1 : leaf.docBase + docs.docID();
    }

    public boolean at(int doc) throws IOException {
        return next(doc, doc + 1) == doc;
    }

    /** {@link View#NO_MATCH} when the document does not match. */
    public float score(int doc) throws IOException {
        return at(doc) ? scorer.score() : View.NO_MATCH;
    }

    private void open(int doc) throws IOException {
        if (leaf == null || doc >= leaf.docBase + leaf.reader().maxDoc()) {
            leaf = view.leaf(doc);
            scorer = weight.scorer(leaf);
            docs = scorer == null ? null : scorer.iterator();
        }
    }
}
