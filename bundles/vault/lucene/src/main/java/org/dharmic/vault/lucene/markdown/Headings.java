package org.dharmic.vault.lucene.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Headings as people want to read them below a title: without those that say the title again. */
public final class Headings {

    public static final String JOINT = " > ";

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Headings() {}

    /**
     * The headings without a first one that repeats the title (has all its words, or only words of it) and without equal
     * neighbours.
     */
    public static String below(String title, String headings) {
        List<String> kept = new ArrayList<>();
        for (String heading : headings.split(JOINT)) {
            String before = kept.isEmpty() ? title : kept.get(kept.size() - 1);
            boolean again = heading.isBlank()
                    || words(heading).equals(words(before))
                    || kept.isEmpty() && isTitle(words(heading), words(title));
            if (!again) {
                kept.add(heading);
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

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(Arrays.asList(NO_WORD.split(text.toLowerCase(Locale.ROOT))));
        words.remove("");
        return words;
    }
}
