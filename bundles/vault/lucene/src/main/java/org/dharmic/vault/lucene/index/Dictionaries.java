package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;

/**
 * The terms of each field and segment, opened once for one search, which looks many up: each opening takes some kilobytes. For one
 * thread, and to be placed anew by everybody who uses one.
 */
final class Dictionaries {

    private final int segments;
    private final Map<String, TermsEnum[]> open = new HashMap<>();

    Dictionaries(int segments) {
        this.segments = segments;
    }

    /** {@link TermsEnum#EMPTY} when a segment does not have the field. */
    TermsEnum of(LeafReaderContext leaf, String field) throws IOException {
        TermsEnum[] bySegment = open.get(field);
        if (bySegment == null) {
            bySegment = new TermsEnum[segments];
            open.put(field, bySegment);
        }
        if (bySegment[leaf.ord] == null) {
            Terms terms = leaf.reader().terms(field);
            bySegment[leaf.ord] = terms == null ? TermsEnum.EMPTY : terms.iterator();
        }
        return bySegment[leaf.ord];
    }
}
