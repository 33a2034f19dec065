package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.Query;
import org.dharmic.vault.lucene.query.Token;

/**
 * Where the terms of one state of the index stand, looked up once in each segment. A search asks for each of its words in every
 * field and in several parts of its query, and the next search asks for many of them again.
 */
public final class Lookups {

    /** Beyond it the cache begins anew; a known term takes about 200 bytes for each segment. */
    private static final int MAX_CACHED = 6_000;

    /** Each has its terms in several fields, and their like: some kilobytes. */
    private static final int MAX_WORDS = 1_500;

    /**
     * A word in all places.
     *
     * @param called files that have it in title or name; null when there is none
     */
    public record Word(Pieces pieces, Query called) {}

    private final DirectoryReader reader;
    /** Empty for a term that stands nowhere. */
    private final Map<Term, Optional<TermStates>> cached = new ConcurrentHashMap<>();

    private final Map<Token, Word> words = new ConcurrentHashMap<>();
    private final Map<String, Bm25> weighing = new ConcurrentHashMap<>();

    Lookups(DirectoryReader reader) {
        this.reader = reader;
    }

    boolean isOf(DirectoryReader other) {
        return reader == other;
    }

    /** In how many documents a term stands. */
    public int documents(String field, String word) throws IOException {
        TermStates states = states(new Term(field, word)).orElse(null);
        return states == null ? 0 : states.docFreq();
    }

    public boolean has(String field, String word) throws IOException {
        return states(new Term(field, word)).isPresent();
    }

    /**
     * A query for one word that need not look its terms up again.
     *
     * @param words which stand for it, and what an occurrence of each counts
     */
    public Query anyOf(String field, Map<String, Float> words) throws IOException {
        List<WordQuery.Spelling> spellings = new ArrayList<>(words.size());
        for (Map.Entry<String, Float> word : words.entrySet()) {
            Term term = new Term(field, word.getKey());
            TermStates states = states(term).orElse(null);
            if (states != null) {
                spellings.add(new WordQuery.Spelling(term.bytes(), word.getValue(), states));
            }
        }
        Bm25 known = weighing.get(field);
        if (known == null) {
            known = new Bm25(reader, field);
            weighing.put(field, known);
        }
        return new WordQuery(field, spellings, known);
    }

    /** What was made of a word; null when nothing was, or when it is no longer kept. */
    public Word word(Token token) {
        return words.get(token);
    }

    public void keep(Token token, Word word) {
        if (words.size() >= MAX_WORDS) {
            words.clear();
        }
        words.put(token, word);
    }

    private Optional<TermStates> states(Term term) throws IOException {
        Optional<TermStates> known = cached.get(term);
        if (known == null) {
            known = find(term);
            if (cached.size() >= MAX_CACHED) {
                cached.clear();
            }
            cached.put(term, known);
        }
        return known;
    }

    private Optional<TermStates> find(Term term) throws IOException {
        TermStates states = null;
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(term.field());
            TermsEnum words = terms == null ? null : terms.iterator();
            if (words != null && words.seekExact(term.bytes())) {
                states = states == null ? new TermStates(reader.getContext()) : states;
                states.register(words.termState(), leaf.ord, words.docFreq(), words.totalTermFreq());
            }
        }
        return Optional.ofNullable(states);
    }
}
