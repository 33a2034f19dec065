package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.index.Fields;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.index.Lookups;
import org.dharmic.vault.lucene.index.Pieces;
import org.dharmic.vault.lucene.index.TermLookups;
import org.dharmic.vault.lucene.index.Variants;
import org.dharmic.vault.lucene.index.View;
import org.dharmic.vault.lucene.query.Token;
import org.dharmic.vault.lucene.query.Words;

/**
 * Words, phrases and beginnings of words in the fields of one state of the index. A word stands for all words of its stem,
 * and counts most as it is written.
 */
final class FieldQueries {

    private static final float STEM_WEIGHT = 0.7f;
    private static final float TITLE_WEIGHT = 1f;
    /** The file's name mostly says the title again. */
    private static final float NAME_WEIGHT = 0.4f;

    private static final float TAG_WEIGHT = 1f;
    private static final float HEADING_WEIGHT = 0.7f;
    /** Far below the same word in a text or a title, and above nothing. */
    private static final float FRONT_WEIGHT = 0.1f;

    /** Of all words in the order of a title or heading. */
    private static final float IN_ORDER_WEIGHT = 2f;

    private static final float PHRASE_WEIGHT = 1.5f;
    private static final int MAX_EXPANSIONS = 32;
    /** Of one phrase or compound; what follows is not looked at. */
    private static final int MAX_POSITIONS = 32;

    private final Lookups known;
    private final TermLookups lookups;
    /** Of this search. */
    private final Map<Token, Lookups.Word> words = new HashMap<>();

    private final Words asWritten;
    private final Variants variants;

    FieldQueries(IndexStore store, View view) {
        known = store.lookups(view.reader());
        lookups = view.terms(known);
        asWritten = store.asWritten();
        variants = store.variants(view.reader());
    }

    TermLookups lookups() {
        return lookups;
    }

    /** The words of a text; several for one that falls apart, as "CX-20" does. */
    List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        for (List<String> spellings : positions(text)) {
            tokens.add(new Token(spellings, variants.stem(spellings.get(0))));
        }
        return tokens;
    }

    private List<List<String>> positions(String text) {
        List<List<String>> positions = asWritten.of(text);
        return positions.size() > MAX_POSITIONS ? positions.subList(0, MAX_POSITIONS) : positions;
    }

    /** In how many documents a word stands as written, in whatever field. */
    int frequency(Token token) throws IOException {
        Lookups.Word word = words.getOrDefault(token, known.word(token));
        return word == null ? documents(token) : word.documents();
    }

    private int documents(Token token) throws IOException {
        int most = 0;
        for (String spelling : token.spellings()) {
            for (String field : List.of(
                    Fields.TEXT, Fields.TITLE, Fields.NAME, Fields.HEADING, Fields.LINK, Fields.FRONT, Fields.TAG)) {
                most = Math.max(most, lookups.documents(field, spelling));
            }
        }
        return most;
    }

    /** Whether the word or another of its stem stands somewhere. */
    boolean isKnown(Token token) throws IOException {
        return frequency(token) > 0 || !others(token).isEmpty();
    }

    private List<String> others(Token token) throws IOException {
        return variants.of(token.word());
    }

    // ---- words

    Lookups.Word word(Token token) throws IOException {
        Lookups.Word word = words.get(token);
        if (word == null) {
            word = known.word(token);
            if (word == null) {
                Query called = Pieces.either(any(Fields.TITLE, token, true), any(Fields.NAME, token, true));
                word = new Lookups.Word(pieces(token), called, documents(token), inLinks(token));
                known.keep(token, word);
            }
            words.put(token, word);
        }
        return word;
    }

    private int inLinks(Token token) throws IOException {
        int most = 0;
        for (String term : withStem(token)) {
            most = Math.max(most, lookups.documents(Fields.LINK, term));
        }
        return most;
    }

    /** As which a word stands in a field that has stems beside the words. */
    static Set<String> withStem(Token token) {
        Set<String> terms = new HashSet<>(token.spellings());
        terms.add(token.stem());
        return terms;
    }

    private Pieces pieces(Token token) throws IOException {
        Map<String, Float> text = new LinkedHashMap<>();
        token.spellings().forEach(spelling -> text.put(spelling, 1f));
        for (String other : others(token)) {
            text.putIfAbsent(other, STEM_WEIGHT);
        }
        // The text is always asked for, so that a word which stands nowhere finds nothing and is not left out.
        List<Query> places = new ArrayList<>();
        places.add(lookups.anyOf(Fields.TEXT, text));
        addTo(places, any(Fields.HEADING, token, true), HEADING_WEIGHT);
        addTo(places, any(Fields.FRONT, token, false), FRONT_WEIGHT);
        // Added up, and not the best place alone: a heading stands in its text as well, so that both grow together,
        // and Lucene skips far more of a plain disjunction.
        Query passage = places.size() == 1 ? places.get(0) : anyOf(places);
        List<Query> heads = new ArrayList<>();
        addTo(heads, any(Fields.TITLE, token, true), TITLE_WEIGHT);
        addTo(heads, any(Fields.NAME, token, true), NAME_WEIGHT);
        addTo(heads, any(Fields.TAG, token, true), TAG_WEIGHT);
        return new Pieces(passage, heads.isEmpty() ? null : anyOf(heads));
    }

    private static Query anyOf(List<Query> queries) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        queries.forEach(each -> any.add(each, BooleanClause.Occur.SHOULD));
        return any.build();
    }

    private static void addTo(List<Query> queries, Query query, float weight) {
        if (query != null) {
            queries.add(Pieces.weighted(query, weight));
        }
    }

    /** Several words at one place in the text or in a title: similar ones, of which none is better. */
    Pieces anyWord(List<String> words) {
        return new Pieces(
                Pieces.either(
                        synonyms(Fields.TEXT, words), Pieces.weighted(synonyms(Fields.HEADING, words), HEADING_WEIGHT)),
                Pieces.either(
                        Pieces.weighted(synonyms(Fields.TITLE, words), TITLE_WEIGHT),
                        Pieces.weighted(synonyms(Fields.NAME, words), NAME_WEIGHT)));
    }

    private static Query synonyms(String field, List<String> words) {
        SynonymQuery.Builder any = new SynonymQuery.Builder(field);
        words.forEach(word -> any.addTerm(new BytesRef(word), 1f));
        return any.build();
    }

    /**
     * Null when it stands nowhere: most words stand in few fields, and a query for what is not there costs as much to make.
     *
     * @param stems whether the field has stems beside the words
     */
    private Query any(String field, Token token, boolean stems) throws IOException {
        Map<String, Float> any = new LinkedHashMap<>();
        token.spellings().forEach(spelling -> any.put(spelling, 1f));
        if (stems) {
            any.putIfAbsent(token.stem(), STEM_WEIGHT);
        }
        boolean present = false;
        for (String word : any.keySet()) {
            present |= lookups.has(field, word);
        }
        return present ? lookups.anyOf(field, any) : null;
    }

    // ---- phrases and beginnings

    Pieces phrase(String text) throws IOException {
        Query inText = phrase(Fields.TEXT, text, 0);
        return inText == null
                ? Pieces.NOTHING
                : new Pieces(
                        Pieces.either(inText, Pieces.weighted(possible(Fields.FRONT, text), FRONT_WEIGHT)),
                        Pieces.weighted(possible(Fields.TITLE, text), TITLE_WEIGHT));
    }

    /** Words in the order of a heading or title are more than the words. */
    Pieces inOrder(String text) throws IOException {
        return new Pieces(
                Pieces.weighted(possible(Fields.HEADING, text), IN_ORDER_WEIGHT),
                Pieces.weighted(possible(Fields.TITLE, text), IN_ORDER_WEIGHT));
    }

    /** A word that falls apart counts more when its parts stand together. */
    Query together(String text) throws IOException {
        return Pieces.weighted(possible(Fields.TEXT, text), PHRASE_WEIGHT);
    }

    /** A phrase, or null when a word of it does not stand in the field at all. */
    private Query possible(String field, String text) throws IOException {
        for (List<String> position : positions(text)) {
            boolean present = false;
            for (String word : position) {
                present |= lookups.has(field, word);
            }
            if (!present) {
                return null;
            }
        }
        return phrase(field, text, 0);
    }

    /** Null when there is no word in the text. */
    Query phrase(String field, String text, int slop) {
        List<List<String>> positions = positions(text);
        if (positions.isEmpty()) {
            return null;
        }
        MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder().setSlop(slop);
        for (List<String> position : positions) {
            phrase.add(position.stream().map(word -> new Term(field, word)).toArray(Term[]::new));
        }
        return phrase.build();
    }

    Pieces prefix(String text) {
        Query inText = prefix(Fields.TEXT, text);
        return inText == null
                ? Pieces.NOTHING
                : new Pieces(
                        Pieces.either(inText, Pieces.weighted(prefix(Fields.FRONT, text), FRONT_WEIGHT)),
                        Pieces.weighted(prefix(Fields.TITLE, text), TITLE_WEIGHT));
    }

    /** Null when there is no word in the text. */
    Query prefix(String field, String text) {
        List<List<String>> positions = positions(text);
        if (positions.isEmpty()) {
            return null;
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int i = 0; i < positions.size(); i++) {
            String word = positions.get(i).get(0);
            all.add(
                    i < positions.size() - 1
                            ? new TermQuery(new Term(field, word))
                            : new PrefixQuery(
                                    new Term(field, word),
                                    new MultiTermQuery.TopTermsBoostOnlyBooleanQueryRewrite(MAX_EXPANSIONS)),
                    BooleanClause.Occur.MUST);
        }
        return all.build();
    }

    /** All words, in whatever order; null when there is no word in the text. */
    Query all(String field, String text) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (List<String> position : positions(text)) {
            BooleanQuery.Builder either = new BooleanQuery.Builder();
            position.forEach(word -> either.add(new TermQuery(new Term(field, word)), BooleanClause.Occur.SHOULD));
            all.add(either.build(), BooleanClause.Occur.MUST);
        }
        BooleanQuery built = all.build();
        return built.clauses().isEmpty() ? null : built;
    }
}
