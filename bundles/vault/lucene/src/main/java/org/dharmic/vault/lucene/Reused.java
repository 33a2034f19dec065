package org.dharmic.vault.lucene;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * A query to one state of the index that is made ready once, for all searches of that state: to make it ready looks each of its
 * terms up in each segment. What was made ready may be used by many threads.
 */
final class Reused extends Query {

    private final Query query;
    private volatile Weight ready;

    /** Null for null. */
    static Query of(Query query) {
        return query == null ? null : new Reused(query);
    }

    private Reused(Query query) {
        this.query = query;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) {
        return this;
    }

    /** Whatever is asked for: what can skip to the best scores can also do without skipping, or without scores. */
    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        if (boost != 1f) {
            return make(searcher, mode, boost);
        }
        Weight made = ready;
        if (made == null) {
            made = make(searcher, ScoreMode.TOP_SCORES, boost);
            ready = made;
        }
        return made;
    }

    private Weight make(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        return searcher.rewrite(query).createWeight(searcher, mode, boost);
    }

    @Override
    public void visit(QueryVisitor visitor) {
        query.visit(visitor);
    }

    @Override
    public String toString(String field) {
        return query.toString(field);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
