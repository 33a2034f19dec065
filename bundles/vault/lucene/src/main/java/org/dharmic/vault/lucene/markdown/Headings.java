package org.dharmic.vault.lucene.markdown;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Headings as people want to read them below a title: without those that say the title again. */
public final class Headings {

    public static final String JOINT = " > ";

    private Headings() {}

    /**
     * The headings without a first one that repeats the title (has all its words, or only words of it) and without equal
     * neighbours.
     */
    public static String below(String title, String headings) {
        List<String> kept = new ArrayList<>();
        Set<String> ofTitle = words(title);
        Set<String> before = ofTitle;
        for (String heading : headings.split(JOINT)) {
            Set<String> own = words(heading);
            boolean again = heading.isBlank() || own.equals(before) || kept.isEmpty() && isTitle(own, ofTitle);
            if (!again) {
                kept.add(heading);
                before = own;
            }
        }
        return String.join(JOINT, kept);
    }

    /** The headings that stand above two passages. */
    public static String above(String one, String other) {
        String[] first = one.split(JOINT);
        String[] second = other.split(JOINT);
        List<String> both = new ArrayList<>();
        for (int i = 0; i < Math.min(first.length, second.length) && first[i].equals(second[i]); i++) {
            both.add(first[i]);
        }
        return String.join(JOINT, both);
    }

    private static boolean isTitle(Set<String> heading, Set<String> title) {
        return !title.isEmpty() && (heading.containsAll(title) || title.containsAll(heading));
    }

    /** Runs of letters and digits; looked for by hand, as every hit that is shown comes here. */
    private static Set<String> words(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Set<String> words = new HashSet<>();
        int start = 0;
        for (int at = 0; at < lower.length(); ) {
            int letter = lower.codePointAt(at);
            int next = at + Character.charCount(letter);
            if (!isOfWord(letter)) {
                add(words, lower, start, at);
                start = next;
            }
            at = next;
        }
        add(words, lower, start, lower.length());
        return words;
    }

    private static void add(Set<String> words, String text, int start, int end) {
        if (start < end) {
            words.add(text.substring(start, end));
        }
    }

    private static boolean isOfWord(int letter) {
        return Character.isLetterOrDigit(letter)
                || Character.getType(letter) == Character.LETTER_NUMBER
                || Character.getType(letter) == Character.OTHER_NUMBER;
    }
}
