package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.Query;

/**
 * Where terms stand, each looked up once in every segment for one search, which asks for its words in every field and in several
 * parts of its query. Only what is made of a word is kept for others, in {@link Lookups}: most terms stand nowhere, or nobody asks
 * for them again. For one thread.
 */
public final class TermLookups {

    private final DirectoryReader reader;
    private final Lookups lookups;
    private final Dictionaries dictionaries;
    /** Empty for a term that stands nowhere. */
    private final Map<Term, Optional<TermStates>> known = new HashMap<>();

    TermLookups(DirectoryReader reader, Lookups lookups, Dictionaries dictionaries) {
        this.reader = reader;
        this.lookups = lookups;
        this.dictionaries = dictionaries;
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
        return new WordQuery(field, spellings, lookups.weighing(field));
    }

    private Optional<TermStates> states(Term term) throws IOException {
        Optional<TermStates> found = known.get(term);
        if (found == null) {
            found = find(term);
            known.put(term, found);
        }
        return found;
    }

    private Optional<TermStates> find(Term term) throws IOException {
        TermStates states = null;
        for (LeafReaderContext leaf : reader.leaves()) {
            TermsEnum words = dictionaries.of(leaf, term.field());
            if (words.seekExact(term.bytes())) {
                states = states == null ? new TermStates(reader.getContext()) : states;
                states.register(words.termState(), leaf.ord, words.docFreq(), words.totalTermFreq());
            }
        }
        return Optional.ofNullable(states);
    }
}
