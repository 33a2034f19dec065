package org.dharmic.vault.lucene;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.dharmic.vault.lucene.Clause.Kind;
import org.dharmic.vault.lucene.Clause.Occur;

/**
 * What is asked, in the terms of one state of the index: title, headings, tags and path count double, the word as written
 * adds to its stem.
 */
final class PassageQuery {

    /** Of a longer text the rarest words are looked for: they say what it is about, and the cost stays bounded. */
    private static final int MAX_RANKING_WORDS = 24;

    private static final float HEAD_WEIGHT = 2f;
    private static final float EXACT_WEIGHT = 0.5f;
    /** Far below the same word in a text or a title, and above nothing. */
    private static final float FRONT_WEIGHT = 0.1f;

    private static final float PHRASE_WEIGHT = 1.5f;
    private static final int MAX_EXPANSIONS = 32;
    /** Of one phrase or compound; what follows is not looked at. */
    private static final int MAX_POSITIONS = 32;

    private static final int FUZZY_FROM = 4;
    private static final int FUZZY_TWO_FROM = 8;

    private final IndexStore store;
    private final DirectoryReader reader;
    private final PassageSearch.Request request;

    PassageQuery(IndexStore store, DirectoryReader reader, PassageSearch.Request request) {
        this.store = store;
        this.reader = reader;
        this.request = request;
    }

    /** Whether there is a word long enough to look for similar ones. */
    boolean canBeAlike() {
        return request.clauses().stream()
                .anyMatch(clause -> clause.kind() == Kind.WORDS
                        && clause.occur() != Occur.MUST_NOT
                        && clause.text().length() >= FUZZY_FROM);
    }

    /** @param fuzzy for words that are alike, after none was found as written */
    Query query(boolean fuzzy) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        BooleanQuery.Builder ranking = new BooleanQuery.Builder();
        int wanted = 0;
        int required = 0;
        for (Clause clause : rarest(request.clauses())) {
            Query query = query(clause, fuzzy);
            if (query == null) {
                continue;
            }
            switch (clause.occur()) {
                case MAY -> {
                    ranking.add(weighted(query, clause.weight()), BooleanClause.Occur.SHOULD);
                    wanted++;
                }
                case MUST -> {
                    all.add(query, BooleanClause.Occur.MUST);
                    required++;
                }
                case MUST_NOT -> all.add(query, BooleanClause.Occur.MUST_NOT);
            }
        }
        if (wanted > 0) {
            all.add(ranking.build(), BooleanClause.Occur.MUST);
        } else if (required == 0) {
            all.add(new MatchAllDocsQuery(), BooleanClause.Occur.MUST);
            all.add(new TermQuery(new Term(IndexStore.KIND, IndexStore.FILE)), BooleanClause.Occur.MUST_NOT);
        }
        if (!request.under().isEmpty()) {
            BooleanQuery.Builder folders = new BooleanQuery.Builder();
            request.under()
                    .forEach(folder ->
                            folders.add(new TermQuery(new Term(IndexStore.UNDER, folder)), BooleanClause.Occur.SHOULD));
            all.add(folders.build(), BooleanClause.Occur.FILTER);
        }
        return all.build();
    }

    private List<Clause> rarest(List<Clause> clauses) throws IOException {
        List<Clause> words = clauses.stream()
                .filter(clause -> clause.occur() == Occur.MAY && clause.kind() == Kind.WORDS)
                .toList();
        if (words.size() <= MAX_RANKING_WORDS) {
            return clauses;
        }
        Map<Clause, Integer> frequency = new HashMap<>();
        for (Clause word : words) {
            int documents = 0;
            for (List<String> position : positions(word.text())) {
                for (String term : position) {
                    documents = Math.max(documents, reader.docFreq(new Term(IndexStore.EXACT, term)));
                }
            }
            // A word the index does not have cannot help to rank, so it comes last.
            frequency.put(word, documents == 0 ? Integer.MAX_VALUE : documents);
        }
        Set<Clause> kept = new HashSet<>(words.stream()
                .sorted(Comparator.comparing(frequency::get))
                .limit(MAX_RANKING_WORDS)
                .toList());
        return clauses.stream()
                .filter(clause -> kept.contains(clause) || !frequency.containsKey(clause))
                .toList();
    }

    private Query query(Clause clause, boolean fuzzy) {
        return switch (clause.field()) {
            case ANY ->
                switch (clause.kind()) {
                    case PREFIX ->
                        orInFront(prefix(IndexStore.EXACT, clause.text()), prefix(IndexStore.FRONT, clause.text()));
                    case PHRASE ->
                        orInFront(phrase(IndexStore.EXACT, clause.text()), phrase(IndexStore.FRONT, clause.text()));
                    case WORDS ->
                        fuzzy && clause.occur() != Occur.MUST_NOT ? alike(clause.text()) : words(clause.text());
                };
            case PATH -> inField(IndexStore.NAME, Words.ofName(clause.text()), clause.kind());
            case TAG -> inField(IndexStore.TAG, Words.ofName(clause.text()), clause.kind());
            case TITLE -> inField(IndexStore.TITLE, clause.text(), clause.kind());
            case HEADING -> inField(IndexStore.HEADING, clause.text(), clause.kind());
        };
    }

    /** A word ranks by its stem in the text and in the head, and by itself; one that falls apart also as a phrase. */
    private Query words(String text) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        int added = 0;
        for (List<String> position : limited(store.stemmed().of(text))) {
            for (String stem : position) {
                any.add(new TermQuery(new Term(IndexStore.STEM, stem)), BooleanClause.Occur.SHOULD);
                any.add(
                        weighted(new TermQuery(new Term(IndexStore.HEAD, stem)), HEAD_WEIGHT),
                        BooleanClause.Occur.SHOULD);
                added++;
            }
        }
        List<List<String>> exact = positions(text);
        for (List<String> position : exact) {
            for (String word : position) {
                any.add(
                        weighted(new TermQuery(new Term(IndexStore.EXACT, word)), EXACT_WEIGHT),
                        BooleanClause.Occur.SHOULD);
                any.add(
                        weighted(new TermQuery(new Term(IndexStore.FRONT, word)), FRONT_WEIGHT),
                        BooleanClause.Occur.SHOULD);
                added++;
            }
        }
        if (exact.size() > 1) {
            any.add(weighted(phrase(IndexStore.EXACT, text), PHRASE_WEIGHT), BooleanClause.Occur.SHOULD);
        }
        return added == 0 ? null : any.build();
    }

    private static Query orInFront(Query inText, Query inFront) {
        return inText == null
                ? null
                : new BooleanQuery.Builder()
                        .add(inText, BooleanClause.Occur.SHOULD)
                        .add(weighted(inFront, FRONT_WEIGHT), BooleanClause.Occur.SHOULD)
                        .build();
    }

    private Query alike(String text) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        int added = 0;
        for (List<String> position : positions(text)) {
            for (String word : position) {
                if (word.length() >= FUZZY_FROM) {
                    int edits = word.length() >= FUZZY_TWO_FROM ? 2 : 1;
                    any.add(
                            new FuzzyQuery(new Term(IndexStore.EXACT, word), edits, 1, MAX_EXPANSIONS, true),
                            BooleanClause.Occur.SHOULD);
                    added++;
                }
            }
        }
        return added == 0 ? null : any.build();
    }

    private Query inField(String field, String text, Kind kind) {
        return kind == Kind.PREFIX
                ? prefix(field, text)
                : field.equals(IndexStore.TAG) ? allOf(field, text) : phrase(field, text);
    }

    private Query allOf(String field, String text) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (List<String> position : positions(text)) {
            BooleanQuery.Builder either = new BooleanQuery.Builder();
            position.forEach(word -> either.add(new TermQuery(new Term(field, word)), BooleanClause.Occur.SHOULD));
            all.add(either.build(), BooleanClause.Occur.MUST);
        }
        BooleanQuery built = all.build();
        return built.clauses().isEmpty() ? null : built;
    }

    private Query phrase(String field, String text) {
        List<List<String>> positions = positions(text);
        if (positions.isEmpty()) {
            return null;
        }
        MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
        for (List<String> position : positions) {
            phrase.add(position.stream().map(word -> new Term(field, word)).toArray(Term[]::new));
        }
        return phrase.build();
    }

    private Query prefix(String field, String text) {
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

    private List<List<String>> positions(String text) {
        return limited(store.asWritten().of(text));
    }

    static List<List<String>> limited(List<List<String>> positions) {
        return positions.size() > MAX_POSITIONS ? positions.subList(0, MAX_POSITIONS) : positions;
    }

    private static Query weighted(Query query, float weight) {
        return weight == 1f ? query : new BoostQuery(query, weight);
    }
}
