package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Doc values of one kind that one search reads, by field and segment. Opening them costs far more than reading a value, and they
 * go forwards only: a value further back opens them anew.
 */
final class Columns<V extends DocIdSetIterator> {

    /** Opens a field of a segment; null when the segment does not have it. */
    interface Opening<V> {
        V open(LeafReader leaf, String field) throws IOException;
    }

    private final Opening<V> opening;
    private final int segments;
    private final Map<String, DocIdSetIterator[]> open = new HashMap<>();

    Columns(int segments, Opening<V> opening) {
        this.segments = segments;
        this.opening = opening;
    }

    /** Values at or before a document of a segment; null when there are none. */
    @SuppressWarnings("unchecked") // only what was opened is in the arrays
    V before(LeafReader leaf, int segment, String field, int doc) throws IOException {
        DocIdSetIterator[] bySegment = open.get(field);
        if (bySegment == null) {
            bySegment = new DocIdSetIterator[segments];
            open.put(field, bySegment);
        }
        V values = (V) bySegment[segment];
        if (values == null || values.docID() > doc) {
            values = opening.open(leaf, field);
            bySegment[segment] = values;
        }
        return values;
    }
}
