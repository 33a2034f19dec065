package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;

/**
 * A word and others that stand for it, as one word that occurs as often as they do together. Finds and scores what Lucene's {@code
 * SynonymQuery} does; that one looks all terms up whenever it is asked, keeps the few lists of one word in a heap, and makes lists of
 * possible scores of them that are thrown away again. For the state of the index that its terms were looked up in.
 */
final class WordQuery extends Query {

    /** A term and what an occurrence of it counts, at most 1. */
    record Spelling(BytesRef term, float counts, TermStates states) {}

    private final String field;
    private final List<Spelling> spellings;
    private final Bm25 bm25;
    private final int hash;

    WordQuery(String field, List<Spelling> spellings, Bm25 bm25) {
        this.field = field;
        this.spellings = List.copyOf(spellings);
        this.bm25 = bm25;
        hash = classHash() * 31 + toString().hashCode();
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        int documents = 0;
        for (Spelling each : spellings) {
            documents = Math.max(documents, each.states().docFreq());
        }
        float weight = boost * bm25.weight(documents);
        Dictionaries dictionaries = ViewSearcher.dictionaries(searcher);
        return new Weight(this) {
            @Override
            public Scorer scorer(LeafReaderContext leaf) throws IOException {
                List<WordScorer.Occurrences> lists = lists(leaf, dictionaries.of(leaf, field));
                return lists.isEmpty()
                        ? null
                        : new WordScorer(this, lists, leaf.reader().getNormValues(field), bm25, weight);
            }

            @Override
            public Explanation explain(LeafReaderContext leaf, int doc) throws IOException {
                Scorer scorer = scorer(leaf);
                return scorer != null && scorer.iterator().advance(doc) == doc
                        ? Explanation.match(scorer.score(), WordQuery.this.toString())
                        : Explanation.noMatch(WordQuery.this.toString());
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false;
            }
        };
    }

    private List<WordScorer.Occurrences> lists(LeafReaderContext leaf, TermsEnum terms) throws IOException {
        List<WordScorer.Occurrences> lists = new ArrayList<>(spellings.size());
        for (Spelling each : spellings) {
            TermState state = each.states().get(leaf);
            if (state != null) {
                terms.seekExact(each.term(), state);
                lists.add(new WordScorer.Occurrences(terms.impacts(PostingsEnum.FREQS), each.counts(), bm25));
            }
        }
        return lists;
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String defaultField) {
        StringBuilder text = new StringBuilder(field).append(':');
        for (Spelling each : spellings) {
            text.append(each.term().utf8ToString())
                    .append('^')
                    .append(each.counts())
                    .append(' ');
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return sameClassAs(other) && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
