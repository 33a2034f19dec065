package org.dharmic.executor.extractive;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words made comparable: lower case, without accents, without the commonest endings of English, German and French.
 * Deliberately crude: both sides go through the same mill, so a stem need not be a word.
 */
final class Words {

    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final String[] ENDINGS = {"ingly", "edly", "ing", "ern", "ed", "es", "en", "er", "em", "ly", "s", "e"
    };
    private static final int SHORTEST_STEM = 4;
    private static final Set<String> EMPTY_WORDS =
            Set.copyOf(Arrays.asList(("a an the and or but if of to in on at by for"
                            + " from with about into over is are was were be been being am do does did done have has had having i"
                            + " me my mine you your yours he she it its we us our they them their this that these those there here"
                            + " what which who whom whose when where why how much many can could should would will shall may might"
                            + " must not no yes please tell know say says want need get got give show find let also just so than"
                            + " then too very as any some all again hello hi dear thanks thank regards"
                            + " der die das den dem des ein eine einen einem einer und oder aber wenn von zu im am an auf bei fur"
                            + " mit uber aus nach vor ist sind war waren sein bin hat haben hatte ich mich mir mein meine meinen du"
                            + " dich dein deine er sie es wir uns unser ihr euch was welche welcher welches wer wen wem wessen wann"
                            + " wo warum wieso wie viel viele kann konnte soll sollte nicht kein keine ja nein bitte sag gibt noch"
                            + " auch nur als dann sehr man hallo danke"
                            + " le la les un une du de et ou mais si dans sur par pour avec est sont etait etre ai avez avons ont je"
                            + " mon ma mes tu ton ta il elle nous vous ils que qui quoi quel quelle quels quelles quand pourquoi"
                            + " comment combien ne pas ce cet cette ces au aux bonjour merci")
                    .split(" ")));

    private Words() {}

    /** The stems of the words that carry meaning, in the order of the text. */
    static Set<String> stems(String text) {
        Set<String> stems = new LinkedHashSet<>();
        for (String word : NOT_A_WORD.split(fold(text))) {
            if (!word.isEmpty() && !EMPTY_WORDS.contains(word) && (word.length() > 1 || isNumber(word))) {
                stems.add(stem(word));
            }
        }
        return stems;
    }

    /** Lower case without accents. */
    static String fold(String text) {
        return MARKS.matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
    }

    static String stem(String word) {
        if (isNumber(word)) {
            return word;
        }
        String stem = word;
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (String ending : ENDINGS) {
                int least = ending.equals("s") ? SHORTEST_STEM - 1 : SHORTEST_STEM;
                if (stem.endsWith(ending) && stem.length() - ending.length() >= least) {
                    stem = stem.substring(0, stem.length() - ending.length());
                    shorter = true;
                    break;
                }
            }
        }
        if (stem.endsWith("ie") && stem.length() > SHORTEST_STEM - 1) {
            stem = stem.substring(0, stem.length() - 2) + "y";
        } else if (stem.endsWith("i") && stem.length() > SHORTEST_STEM - 1) {
            stem = stem.substring(0, stem.length() - 1) + "y"; // batteries, battery
        }
        int last = stem.length() - 1;
        if (last >= SHORTEST_STEM - 1 && stem.charAt(last) == stem.charAt(last - 1)) {
            stem = stem.substring(0, last); // stopped, stop; filling, fill
        }
        return stem;
    }

    /**
     * How well a word of the question is met by the words of a text: 1 for the same stem, less when one begins with the
     * other (a compound, a form that the endings do not know), otherwise 0.
     */
    static double met(String stem, Set<String> words) {
        if (words.contains(stem)) {
            return 1;
        }
        if (stem.length() < SHORTEST_STEM + 1) {
            return 0;
        }
        for (String word : words) {
            if (word.length() > SHORTEST_STEM && (word.startsWith(stem) || stem.startsWith(word))) {
                return 0.7;
            }
        }
        return 0;
    }

    private static boolean isNumber(String word) {
        return Character.isDigit(word.charAt(0));
    }
}
