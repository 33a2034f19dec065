package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.dharmic.vault.lucene.index.Fields;
import org.dharmic.vault.lucene.index.OfFiles;
import org.dharmic.vault.lucene.index.Pieces;
import org.dharmic.vault.lucene.index.Without;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.Clause.Field;
import org.dharmic.vault.lucene.query.Clause.Kind;
import org.dharmic.vault.lucene.query.Clause.Occur;
import org.dharmic.vault.lucene.query.Fold;
import org.dharmic.vault.lucene.query.Token;
import org.dharmic.vault.lucene.query.Words;

/**
 * What is asked, in the terms of one state of the index: a query that finds and ranks passages, and one that says what the
 * words are worth in titles, names, tags and links of whole files.
 */
final class PassageQuery {

    /** Of a longer text the rarest words are looked for: they say what it is about, and the cost stays bounded. */
    private static final int MAX_RANKING_WORDS = 24;

    /** A note that is called as the query goes: more than its words can be worth elsewhere. */
    private static final float WHOLE_WEIGHT = 25f;

    private static final float WHOLE_WEIGHT_PER_WORD = 15f;

    /** A word in more than one of so many passages says little beside a rarer one: "time", "find", "together". */
    private static final int COMMON_IN = 14;

    /** What is alike counts less than what is as written. */
    private static final float ALIKE_WEIGHT = 0.8f;

    /**
     * Queries that belong together.
     *
     * @param passages finds passages; the score of a leading passage has its file's in it
     * @param telling finds the passages among which the best are, by all words but those that stand in so many passages that they
     *     say little; null when that would be no other query
     * @param files what files are worth; null for nothing
     * @param exact what has a word as it was typed; null when all that is looked for is
     * @param demands whether something has to be there, so that finding goes through nearly all matches
     * @param said what passages are asked, word by word, and whether a heading has them in order
     * @param parts what the scores are made of
     */
    record Asked(
            Query passages,
            Query telling,
            Query files,
            Query exact,
            boolean demands,
            List<Said> said,
            List<Labelled> parts) {}

    /**
     * A word, or phrase, in the text and headings of passages.
     *
     * @param called files that have it in title or name, where it says nothing of a single passage; null when there is none
     */
    record Said(Query passage, Query called) {}

    /** One part of a score, of the passage or of its file, with a name for people. */
    record Labelled(String label, Query query, boolean ofFile) {}

    /** @param pieces of a clause, in the place of what it says as written */
    private record Wanted(Clause clause, List<Token> tokens, Pieces pieces) {}

    private final FieldQueries fields;
    private final FileQueries files;
    private final Request request;
    private final List<Wanted> wanted = new ArrayList<>();
    private final List<Token> unknown = new ArrayList<>();
    /** The whole query as one name; empty when it has operators. */
    private final String name;

    PassageQuery(FieldQueries fields, FileQueries files, Request request) throws IOException {
        this.fields = fields;
        this.files = files;
        this.request = request;
        for (Clause clause : rarest(request.clauses())) {
            List<Token> tokens = isWords(clause) ? fields.tokens(clause.text()) : List.of();
            Pieces pieces = isWords(clause) ? words(clause, tokens) : pieces(clause);
            if (!pieces.isNothing()) {
                wanted.add(new Wanted(clause, tokens, pieces));
            }
            if (clause.occur() != Occur.MUST_NOT) {
                for (Token token : tokens) {
                    if (!fields.isKnown(token)) {
                        unknown.add(token);
                    }
                }
            }
        }
        boolean plain = request.clauses().stream().allMatch(clause -> isWords(clause) && clause.occur() == Occur.MAY);
        name = plain ? Fold.squashed(request.text()) : "";
    }

    private static boolean isWords(Clause clause) {
        return clause.field() == Field.ANY && clause.kind() == Kind.WORDS;
    }

    /** Words that stand nowhere as they were typed. */
    List<Token> unknown() {
        return unknown;
    }

    /** The whole query squashed; empty when it is not made of words alone. */
    String name() {
        return name;
    }

    /** The ranking words, as typed. */
    List<Token> ranking() {
        return wanted.stream()
                .filter(each -> each.clause().occur() == Occur.MAY)
                .flatMap(each -> each.tokens().stream())
                .toList();
    }

    /** As it was typed. */
    Asked asWritten() throws IOException {
        return asked(wanted, name.isEmpty() ? List.of() : List.of(name), 1f, null);
    }

    /** Matches when one passage, with its file, has all words as they were typed. */
    Query allWords() {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        wanted.stream()
                .filter(each -> each.clause().occur() != Occur.MUST_NOT)
                .forEach(each -> all.add(each.pieces().anywhere(), BooleanClause.Occur.FILTER));
        return all.build();
    }

    /**
     * With words and names that are alike in the place of those that stand nowhere.
     *
     * @param words for each unknown word
     * @param names of files that are called nearly so
     */
    Asked alike(Map<Token, List<String>> words, List<String> names) throws IOException {
        List<Wanted> others = new ArrayList<>();
        BooleanQuery.Builder exact = new BooleanQuery.Builder();
        boolean anyExact = false;
        for (Wanted each : wanted) {
            Pieces pieces = Pieces.NOTHING;
            for (Token token : each.tokens()) {
                List<String> similar = words.getOrDefault(token, List.of());
                Pieces own = similar.isEmpty()
                        ? fields.word(token).pieces()
                        : fields.anyWord(similar).weighted(ALIKE_WEIGHT);
                pieces = new Pieces(
                        Pieces.either(pieces.passage(), own.passage()), Pieces.either(pieces.file(), own.file()));
                if (!unknown.contains(token) && each.clause().occur() != Occur.MUST_NOT) {
                    exact.add(own.anywhere(), BooleanClause.Occur.SHOULD);
                    anyExact = true;
                }
            }
            boolean replaced = each.tokens().stream().anyMatch(words::containsKey);
            others.add(replaced ? new Wanted(each.clause(), each.tokens(), pieces) : each);
        }
        return asked(others, names, ALIKE_WEIGHT, anyExact ? exact.build() : null);
    }

    private Asked asked(List<Wanted> from, List<String> names, float nameWeight, Query exact) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        BooleanQuery.Builder ranking = new BooleanQuery.Builder();
        BooleanQuery.Builder telling = new BooleanQuery.Builder();
        Set<Wanted> common = common(from);
        BooleanQuery.Builder ofFiles = new BooleanQuery.Builder();
        BooleanQuery.Builder demanded = new BooleanQuery.Builder();
        BooleanQuery.Builder unwanted = new BooleanQuery.Builder();
        List<Said> said = new ArrayList<>();
        List<Labelled> parts = new ArrayList<>();
        boolean ranks = false;
        boolean passagesDemanded = false;
        for (Wanted each : from) {
            Pieces pieces = each.pieces().weighted(each.clause().weight());
            if (each.clause().occur() != Occur.MUST_NOT) {
                label(parts, "'" + each.clause().text() + "'", pieces);
                if (pieces.passage() != null) {
                    said.add(new Said(pieces.passage(), called(each)));
                }
            }
            switch (each.clause().occur()) {
                case MAY -> {
                    add(ranking, pieces.passage(), BooleanClause.Occur.SHOULD);
                    add(telling, common.contains(each) ? null : pieces.passage(), BooleanClause.Occur.SHOULD);
                    add(ofFiles, pieces.file(), BooleanClause.Occur.SHOULD);
                    ranks = true;
                }
                case MUST -> {
                    boolean ofPassages = pieces.passage() != null;
                    passagesDemanded |= ofPassages;
                    all.add(pieces.anywhere(), ofPassages ? BooleanClause.Occur.MUST : BooleanClause.Occur.FILTER);
                    add(demanded, pieces.file(), ofPassages ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
                }
                case MUST_NOT -> unwanted.add(pieces.anywhere(), BooleanClause.Occur.SHOULD);
            }
        }
        if (ranks) {
            int words = ranking().size();
            if (words > 1 && !name.isEmpty()) {
                Pieces inOrder = fields.inOrder(request.text());
                add(ranking, inOrder.passage(), BooleanClause.Occur.SHOULD);
                add(telling, inOrder.passage(), BooleanClause.Occur.SHOULD);
                add(ofFiles, inOrder.file(), BooleanClause.Occur.SHOULD);
                label(parts, "the words in this order", inOrder);
                if (inOrder.passage() != null) {
                    said.add(new Said(inOrder.passage(), inOrder.file()));
                }
            }
            for (String each : names) {
                if (!fields.lookups().has(Fields.WHOLE, each)) {
                    continue;
                }
                Query called =
                        constant(Fields.WHOLE, each, nameWeight * (WHOLE_WEIGHT + words * WHOLE_WEIGHT_PER_WORD));
                ofFiles.add(called, BooleanClause.Occur.SHOULD);
                parts.add(new Labelled("the note is called '" + each + "'", called, true));
            }
            for (Map.Entry<String, Float> target :
                    name.isEmpty() ? Map.<String, Float>of().entrySet() : linked().entrySet()) {
                Query linked = constant(Fields.UNDER, target.getKey(), target.getValue());
                ofFiles.add(linked, BooleanClause.Occur.SHOULD);
                parts.add(new Labelled("links to the note have these words", linked, true));
            }
        }
        Query mayBeFiles = built(ofFiles);
        Query mustBeFiles = built(demanded);
        if (ranks) {
            add(ranking, lead(mayBeFiles), BooleanClause.Occur.SHOULD);
            add(telling, lead(mayBeFiles), BooleanClause.Occur.SHOULD);
            all.add(ranking.build(), BooleanClause.Occur.MUST);
        }
        if (mustBeFiles != null) {
            boolean alone = !ranks && !passagesDemanded;
            all.add(lead(mustBeFiles), alone ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
        } else if (!ranks && !passagesDemanded) {
            Query everything = new TermQuery(new Term(Fields.KIND, Fields.FILE));
            all.add(new OfFiles(everything, OfFiles.Part.PASSAGES), BooleanClause.Occur.MUST);
        }
        if (!request.under().isEmpty()) {
            all.add(new OfFiles(files.under(request.under()), OfFiles.Part.PASSAGES), BooleanClause.Occur.FILTER);
        }
        Query without = built(unwanted);
        BooleanQuery wholly = all.build();
        Query passages = without == null ? wholly : new Without(wholly, without);
        boolean oneDisjunction = ranks && without == null && wholly.clauses().size() == 1;
        Query first = oneDisjunction && !common.isEmpty() ? telling.build() : null;
        boolean demands = passagesDemanded || mustBeFiles != null;
        return new Asked(passages, first, Pieces.either(mayBeFiles, mustBeFiles), exact, demands, said, parts);
    }

    /** Titles and names alone: a tag is often that of the passage in which it stands. */
    private Query called(Wanted each) throws IOException {
        if (each.tokens().isEmpty() || each.tokens().stream().anyMatch(unknown::contains)) {
            return each.pieces().file(); // of a phrase, or of words that are alike: they look nowhere else in a file
        }
        Query called = null;
        for (Token token : each.tokens()) {
            called = Pieces.either(called, fields.word(token).called());
        }
        return called;
    }

    /** Words that only rank what others find; none when there are no others. */
    private Set<Wanted> common(List<Wanted> from) throws IOException {
        Set<Wanted> common = new HashSet<>();
        int often = files.view().reader().maxDoc() / COMMON_IN;
        boolean others = false;
        for (Wanted each : from) {
            int documents = 0;
            for (Token token : each.clause().occur() == Occur.MAY ? each.tokens() : List.<Token>of()) {
                documents = Math.max(documents, fields.frequency(token));
            }
            if (documents > often) {
                common.add(each);
            }
            others |= documents > 0 && documents <= often;
        }
        return others ? common : Set.of();
    }

    private Map<String, Float> linked() throws IOException {
        List<Token> tokens = ranking();
        return tokens.isEmpty() || tokens.size() > MAX_RANKING_WORDS
                ? Map.of()
                : new LinkWords(files.view(), fields, files, tokens).targets();
    }

    private static void label(List<Labelled> parts, String what, Pieces pieces) {
        if (pieces.passage() != null) {
            parts.add(new Labelled(what + " in text and headings", pieces.passage(), false));
        }
        if (pieces.file() != null) {
            parts.add(new Labelled(what + " in title, name and tags", pieces.file(), true));
        }
    }

    private static void add(BooleanQuery.Builder builder, Query query, BooleanClause.Occur occur) {
        if (query != null) {
            builder.add(query, occur);
        }
    }

    private static Query constant(String field, String term, float score) {
        return new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term(field, term))), score);
    }

    private static Query built(BooleanQuery.Builder builder) {
        BooleanQuery query = builder.build();
        return query.clauses().isEmpty() ? null : query;
    }

    private static Query lead(Query ofFiles) {
        return ofFiles == null ? null : new OfFiles(ofFiles, OfFiles.Part.LEAD);
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
            for (Token token : fields.tokens(word.text())) {
                documents = Math.max(documents, fields.frequency(token));
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

    /** A word in the text, in headings and in the file's head; one that falls apart also as a phrase. */
    private Pieces words(Clause clause, List<Token> tokens) throws IOException {
        Pieces pieces = Pieces.NOTHING;
        Map<String, Token> different = new LinkedHashMap<>();
        tokens.forEach(token -> different.putIfAbsent(token.word(), token));
        for (Token token : different.values()) {
            Pieces own = fields.word(token).pieces();
            pieces = new Pieces(
                    Pieces.either(pieces.passage(), own.passage()), Pieces.either(pieces.file(), own.file()));
        }
        return tokens.size() < 2
                ? pieces
                : new Pieces(Pieces.either(pieces.passage(), fields.together(clause.text())), pieces.file());
    }

    private Pieces pieces(Clause clause) throws IOException {
        return switch (clause.field()) {
            case ANY -> clause.kind() == Kind.PREFIX ? fields.prefix(clause.text()) : fields.phrase(clause.text());
            case PATH -> new Pieces(null, inField(Fields.NAME, Words.ofName(clause.text()), clause.kind()));
            case TAG -> new Pieces(null, inField(Fields.TAG, Words.ofName(clause.text()), clause.kind()));
            case TITLE -> new Pieces(null, inField(Fields.TITLE, clause.text(), clause.kind()));
            // A heading that is the title is with the file.
            case HEADING ->
                new Pieces(
                        inField(Fields.HEADING, clause.text(), clause.kind()),
                        inField(Fields.TITLE, clause.text(), clause.kind()));
            case LINKS -> new Pieces(null, files.linkingTo(clause.text()));
            case MODIFIED -> new Pieces(null, files.modified(clause.text()));
        };
    }

    private Query inField(String field, String text, Kind kind) {
        return kind == Kind.PREFIX
                ? fields.prefix(field, text)
                : field.equals(Fields.TAG) ? fields.all(field, text) : fields.phrase(field, text, 0);
    }
}
