package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/** For one search: lets a weight be used for finding, folding and counting, as making one looks all terms up. */
final class ViewSearcher extends IndexSearcher {

    private record Made(Query query, ScoreMode mode, float boost) {}

    /** Of the parts as well: one query asks for its words again, one by one and in their files. */
    private final Map<Made, Weight> made = new HashMap<>();

    private final Map<Query, Query> rewritten = new HashMap<>();
    private final Dictionaries dictionaries;

    ViewSearcher(DirectoryReader reader, Dictionaries dictionaries) {
        super(reader);
        this.dictionaries = dictionaries;
        // The cache is one for all and would outlive us.
        setQueryCache(null);
    }

    /** Those of the search that a searcher is for. */
    static Dictionaries dictionaries(IndexSearcher searcher) {
        return searcher instanceof ViewSearcher own
                ? own.dictionaries
                : new Dictionaries(searcher.getIndexReader().leaves().size());
    }

    @Override
    public Query rewrite(Query query) throws IOException {
        Query known = rewritten.get(query);
        if (known == null) {
            known = super.rewrite(query);
            rewritten.put(query, known);
        }
        return known;
    }

    @Override
    public Weight createWeight(Query query, ScoreMode mode, float boost) throws IOException {
        Made key = new Made(query, mode, boost);
        Weight known = made.get(key);
        if (known == null) {
            known = super.createWeight(query, mode, boost);
            made.put(key, known);
        }
        return known;
    }

    void find(Weight weight, Collector collector) throws IOException {
        search(leafContexts, weight, collector);
    }
}
