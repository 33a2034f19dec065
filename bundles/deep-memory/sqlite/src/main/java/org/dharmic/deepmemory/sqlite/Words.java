package org.dharmic.deepmemory.sqlite;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what a person wrote into a query the index understands, whatever the person wrote. */
final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    /** A long mail is no better a question than its first words and the longest of the rest. */
    private static final int MOST = 48;

    private static final int LONGEST = 64;

    /** Words that stand in every sentence: they find everything and rank nothing. */
    private static final Set<String> STOP = Set.of("""
            a about again all also am an and any are as at be been but by can could did do does for from had has
            have he her him his how i if in into is it its me my no not now of on or our out please she should
            so some than that the their them then there these they this to too up us was we were what when where
            which who why will with would you your
            aber als auch auf aus bei bin bitte das dass dein dem den der des die du ein eine einen einer er es
            für hat ich ihr im ist ja kann mein mit nicht noch oder sein sich sie sind über um und uns vom von
            war wenn wer wie wir wo zu zum zur
            """.strip().split("\\s+"));

    private Words() {}

    /** The words that carry a question, lower case, each once, in order; the stop words if there are no others. */
    static List<String> of(String text) {
        Set<String> all = new LinkedHashSet<>();
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            String word = words.group();
            all.add(word.length() > LONGEST ? word.substring(0, LONGEST) : word);
        }
        List<String> telling = all.stream().filter(word -> !STOP.contains(word)).toList();
        List<String> chosen = telling.isEmpty() ? List.copyOf(all) : telling;
        return chosen.size() <= MOST ? chosen : narrowed(chosen);
    }

    private static List<String> narrowed(List<String> words) {
        List<String> first = words.subList(0, MOST / 2);
        List<String> longest = words.subList(MOST / 2, words.size()).stream()
                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                .limit(MOST - first.size())
                .toList();
        Set<String> both = new LinkedHashSet<>(first);
        both.addAll(longest);
        return List.copyOf(both);
    }

    /** A full-text query for any of the words; each is quoted, so nothing in it is an operator. */
    static String anyOf(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" OR "));
    }
}
