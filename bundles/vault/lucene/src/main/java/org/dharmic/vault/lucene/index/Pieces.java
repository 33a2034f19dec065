package org.dharmic.vault.lucene.index;

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
public record Pieces(Query passage, Query file) {

    public static final Pieces NOTHING = new Pieces(null, null);

    public boolean isNothing() {
        return passage == null && file == null;
    }

    public Pieces weighted(float weight) {
        return new Pieces(weighted(passage, weight), weighted(file, weight));
    }

    /** What has it anywhere: a passage by itself or by its file, without the file's score. */
    public Query anywhere() {
        if (file == null) {
            return passage == null ? new MatchNoDocsQuery() : passage;
        }
        Query ofFile = new OfFiles(file, OfFiles.Part.PASSAGES);
        return passage == null ? ofFile : either(passage, ofFile);
    }

    public static Query weighted(Query query, float weight) {
        return query == null || weight == 1f ? query : new BoostQuery(query, weight);
    }

    /** Null when both are. */
    public static Query either(Query one, Query other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new BooleanQuery.Builder()
                .add(one, BooleanClause.Occur.SHOULD)
                .add(other, BooleanClause.Occur.SHOULD)
                .build();
    }
}
