package org.dharmic.vault.lucene;

import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;

/**
 * What one clause asks of passages and what it asks of files, either of which may be nothing.
 *
 * @param passage null when it asks nothing of passages
 * @param file null when it asks nothing of files
 */
record Pieces(Query passage, Query file) {

    static final Pieces NOTHING = new Pieces(null, null);

    boolean isNothing() {
        return passage == null && file == null;
    }

    Pieces weighted(float weight) {
        return new Pieces(weighted(passage, weight), weighted(file, weight));
    }

    /** What has it anywhere: a passage by itself or by its file, without the file's score. */
    Query anywhere() {
        if (file == null) {
            return passage == null ? new MatchNoDocsQuery() : passage;
        }
        Query ofFile = new OfFiles(file, OfFiles.Part.PASSAGES);
        return passage == null ? ofFile : either(passage, ofFile);
    }

    static Query weighted(Query query, float weight) {
        return query == null || weight == 1f ? query : new BoostQuery(query, weight);
    }

    /** Null when both are. */
    static Query either(Query one, Query other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new BooleanQuery.Builder()
                .add(one, BooleanClause.Occur.SHOULD)
                .add(other, BooleanClause.Occur.SHOULD)
                .build();
    }
}
