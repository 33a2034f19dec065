package org.dharmic.vault.lucene.index;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.util.SmallFloat;

/**
 * How words of one field are weighed in one state of the index: to the last bit as Lucene's {@code BM25Similarity} does. Here because
 * bounds of several words are added before they saturate, which that class does not let anybody do.
 */
final class Bm25 {

    private static final float K1 = 1.2f;
    private static final float B = 0.75f;

    private final long documents;
    /** By the byte in which a length is kept. */
    private final float[] perOccurrence = new float[256];

    Bm25(DirectoryReader reader, String field) throws IOException {
        long having = 0;
        long words = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(field);
            if (terms != null) {
                having += terms.getDocCount();
                words += terms.getSumTotalTermFreq();
            }
        }
        documents = having;
        float average = (float) (words / (double) Math.max(1, having));
        for (int i = 0; i < perOccurrence.length; i++) {
            perOccurrence[i] = 1f / (K1 * ((1 - B) + B * SmallFloat.byte4ToInt((byte) i) / average));
        }
    }

    /** What a word of so many documents is worth at most. */
    float weight(int having) {
        return (float) Math.log(1 + (documents - having + 0.5D) / (having + 0.5D));
    }

    /** What occurrences say in a text of some length; these sums may be added for one text. */
    float said(float occurrences, long length) {
        return occurrences * perOccurrence[(byte) length & 0xff];
    }

    static float score(float weight, float said) {
        return weight - weight / (1f + said);
    }
}
