package org.dharmic.vault.lucene.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.dharmic.vault.lucene.query.Clause.Field;
import org.dharmic.vault.lucene.query.Clause.Kind;
import org.dharmic.vault.lucene.query.Clause.Occur;

/**
 * What a person typed, as clauses. Every text means something: what is no operator is a word.
 *
 * <p>{@code word}s rank, {@code "a phrase"} and {@code +word} have to be there, {@code -word} must not, {@code prefix*}
 * stands for its continuations, {@code path: tag: title: heading:} look there and have to match, {@code links:} wants notes that
 * link to a note, {@code modified:} those of a {@link Period}, {@code OR} between two
 * takes the demand from both, {@code AND} puts it on both. Words such as "how" and "the" count only when there is nothing
 * else.
 */
public final class QueryText {

    /** More than any question has; keeps the work for a pasted book bounded. */
    static final int MAX_CLAUSES = 256;

    private static final Set<String> COMMON = Set.of(
            ("a about again all also am an and any anybody anyone are as at be because been before being both but by can"
                            + " could did do does doing done each else etc for from get give go got had has have having"
                            + " he hello her here hers hi him his how i if in into is it its just know let like may me"
                            + " mine more most much must my no nor not now of off on only or other our ours out over"
                            + " own please regards same shall she should so some such tell than thank thanks that the"
                            + " their them then there these they thing this those to too under up us very was we were"
                            + " what when where whether which while who whom whose why will with would yes yet you your"
                            + " yours dear don't i'm it's what's where's")
                    .split(" "));

    /** Of German and French; in a letter only, for whoever types a query may mean one of them. */
    private static final Set<String> COMMON_ELSEWHERE = Set.copyOf(Arrays.asList(
            ("der das den dem des ein eine einen einem einer und oder aber wenn von zu im am auf bei für mit über aus nach"
                            + " vor ist sind war waren sein bin hat haben hatte ich mich mir mein meine meinen meiner du"
                            + " dich dein deine er sie es wir uns unser unsere ihr euch welche welcher welches wer wen wem"
                            + " wann wo warum wieso wie viel viele kann konnte soll sollte nicht kein keine ja nein bitte"
                            + " sag gibt noch auch nur als dann sehr man nun hallo danke"
                            + " le la les un une du de et ou mais si dans sur par pour avec est sont était ai avez avons ont"
                            + " je mon ma mes tu ton ta il elle nous vous ils que qui quoi quel quelle quels quelles quand"
                            + " pourquoi comment ne pas ce cet cette ces au aux bonjour merci c'est déjà")
                    .split(" ")));

    /** "How long" asks, "long" alone may say something. */
    private static final Pattern ASKS =
            Pattern.compile("\\bhow (?:long|far|high|big|old|often|soon|late)\\b", Pattern.CASE_INSENSITIVE);

    private static final List<Field> FIELDS =
            List.of(Field.PATH, Field.TAG, Field.TITLE, Field.HEADING, Field.LINKS, Field.MODIFIED);

    private final List<Clause> clauses = new ArrayList<>();
    private Occur next;
    private boolean orPending;
    private boolean andPending;

    private QueryText() {}

    /** Reads a query with its operators. */
    public static List<Clause> parse(String text) {
        QueryText query = new QueryText();
        query.read(text.replace('“', '"').replace('”', '"').replace('„', '"').replace('\0', ' '));
        return withoutCommonWords(query.clauses);
    }

    /** Takes every word of a letter as a word to rank by; nothing in it is an operator. */
    public static List<Clause> plain(String text, float weight) {
        List<Clause> words = new ArrayList<>();
        for (String word : ASKS.matcher(text).replaceAll("how").split("[\\s\"“”„()\\[\\]{}<>,;!?]+")) {
            if (words.size() == MAX_CLAUSES * 4) {
                break;
            }
            String trimmed = trimmed(word);
            if (!trimmed.isEmpty()) {
                words.add(new Clause(Field.ANY, Kind.WORDS, Occur.MAY, trimmed, weight));
            }
        }
        List<Clause> telling = words.stream()
                .filter(word -> !COMMON_ELSEWHERE.contains(folded(word.text())))
                .toList();
        return withoutCommonWords(telling.isEmpty() ? words : telling);
    }

    private void read(String text) {
        int at = 0;
        while (at < text.length() && clauses.size() < MAX_CLAUSES * 4) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            at = one(text, at);
        }
    }

    private int one(String text, int start) {
        int at = start;
        Occur occur = null;
        boolean operatorPossible = at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1));
        if (operatorPossible && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            char following = text.charAt(at + 1);
            if (Character.isLetterOrDigit(following) || following == '"') {
                occur = text.charAt(at) == '-' ? Occur.MUST_NOT : Occur.MUST;
                at++;
            }
        }
        Field field = Field.ANY;
        for (Field candidate : FIELDS) {
            String name = candidate.name().toLowerCase(Locale.ROOT) + ":";
            int after = at + name.length();
            if (text.regionMatches(true, at, name, 0, name.length())
                    && after < text.length()
                    && !Character.isWhitespace(text.charAt(after))
                    && (candidate != Field.MODIFIED || Period.isOne(wordAt(text, after)))) {
                field = candidate;
                at = after;
                break;
            }
        }
        if (text.charAt(at) == '"') {
            int close = text.indexOf('"', at + 1);
            if (close > at) {
                add(field, Kind.PHRASE, occur == null ? Occur.MUST : occur, text.substring(at + 1, close));
                return close + 1;
            }
            at++;
        }
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '"') {
            end++;
        }
        String word = text.substring(at, end);
        if (occur == null && field == Field.ANY && operator(word)) {
            return end;
        }
        Occur asked = occur != null ? occur : field == Field.ANY ? Occur.MAY : Occur.MUST;
        if (field == Field.MODIFIED) {
            add(field, Kind.WORDS, asked, word);
        } else if (word.endsWith("*") && trimmed(word).length() >= 2) {
            add(field, Kind.PREFIX, asked, trimmed(word));
        } else {
            add(field, Kind.WORDS, asked, trimmed(word));
        }
        return Math.max(end, start + 1);
    }

    private static String wordAt(String text, int start) {
        int end = start;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    private boolean operator(String word) {
        switch (word) {
            case "OR" -> orPending = !clauses.isEmpty();
            case "AND" -> andPending = !clauses.isEmpty();
            case "NOT" -> next = Occur.MUST_NOT;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void add(Field field, Kind kind, Occur occur, String text) {
        if (text.isBlank()) {
            return;
        }
        Occur wanted = next != null ? next : occur;
        next = null;
        int last = clauses.size() - 1;
        if (orPending && last >= 0 && wanted != Occur.MUST_NOT) {
            if (clauses.get(last).occur() == Occur.MUST) {
                clauses.set(last, clauses.get(last).with(Occur.MAY));
            }
            wanted = Occur.MAY;
        } else if (andPending && last >= 0) {
            if (clauses.get(last).occur() == Occur.MAY) {
                clauses.set(last, clauses.get(last).with(Occur.MUST));
            }
            wanted = wanted == Occur.MAY ? Occur.MUST : wanted;
        }
        orPending = false;
        andPending = false;
        clauses.add(new Clause(field, kind, wanted, text, 1));
    }

    private static String trimmed(String word) {
        int start = 0;
        int end = word.length();
        while (start < end && !Character.isLetterOrDigit(word.codePointAt(start))) {
            start++;
        }
        while (end > start && !isWordEnd(word, end)) {
            end--;
        }
        return word.substring(start, end);
    }

    private static boolean isWordEnd(String word, int end) {
        int c = word.codePointBefore(end);
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /** Drops common words when something else is looked for, and repeated ones; keeps the first of each. */
    private static List<Clause> withoutCommonWords(List<Clause> all) {
        boolean others = all.stream().anyMatch(clause -> clause.occur() != Occur.MUST_NOT && !isCommon(clause));
        Map<String, Clause> kept = new LinkedHashMap<>();
        for (Clause clause : all) {
            if (!(others && isCommon(clause)) && kept.size() < MAX_CLAUSES) {
                kept.putIfAbsent(
                        clause.field() + " " + clause.kind() + " " + (clause.occur() == Occur.MUST_NOT) + " "
                                + clause.text().toLowerCase(Locale.ROOT),
                        clause);
            }
        }
        return List.copyOf(kept.values());
    }

    /** Whether a word, folded, says nothing of what a text is about. */
    static boolean isCommonWord(String word) {
        return COMMON.contains(word);
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    private static boolean isCommon(Clause clause) {
        return clause.field() == Field.ANY
                && clause.kind() == Kind.WORDS
                && clause.occur() == Occur.MAY
                && COMMON.contains(folded(clause.text()));
    }
}
