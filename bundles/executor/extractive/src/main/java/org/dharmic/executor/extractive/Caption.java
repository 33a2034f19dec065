package org.dharmic.executor.extractive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names the place of a quote for people: the title and the headings, each said once. Has no markup and needs none escaped, for
 * it is read in plain text as well.
 */
final class Caption {

    private static final String JOINT = " › ";
    /** Brackets of links, marks of emphasis and code, and what escapes them. */
    private static final Pattern MARKUP = Pattern.compile("[*`\\[\\]\\\\]|(?<![\\p{L}\\p{N}])_+|_+(?![\\p{L}\\p{N}])");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Caption() {}

    /**
     * @param title of a block, possibly with headings after {@code " › "}; may be empty
     * @param headings above a unit, joined by {@code " › "}; may be empty
     */
    static String of(String title, String headings) {
        List<String> parts = new ArrayList<>();
        add(title, parts);
        add(headings, parts);
        return String.join(JOINT, parts);
    }

    private static void add(String path, List<String> parts) {
        for (String part : path.split(JOINT)) {
            String shown = plain(part);
            boolean again = parts.stream().anyMatch(each -> words(each).equals(words(shown)));
            // A heading that says the title in more words says it again, too.
            if (!shown.isBlank() && !again && (parts.isEmpty() || !words(shown).containsAll(words(parts.get(0))))) {
                parts.add(shown);
            }
        }
    }

    private static String plain(String text) {
        String line = SPACES.matcher(Ranking.clean(text)).replaceAll(" ");
        return MARKUP.matcher(line.replace('<', '‹').replace('>', '›'))
                .replaceAll("")
                .strip();
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(List.of(Words.fold(text).split("[^\\p{L}\\p{N}]+")));
        words.remove("");
        return words.isEmpty() ? Set.of(text) : words;
    }
}
