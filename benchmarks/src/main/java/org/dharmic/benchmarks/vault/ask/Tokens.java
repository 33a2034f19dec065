package org.dharmic.benchmarks.vault.ask;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words of a text, as far as making up queries needs it. */
final class Tokens {

    private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern LINK = Pattern.compile("!?\\[\\[[^]]*]]|]\\([^)]*\\)|https?://\\S+");
    private static final Set<String> FUNCTION_WORDS = Set.copyOf(List.of(("about above after again also another because"
                    + " been before being below between both could does doing down during each ever every find first from"
                    + " further give great have having here hers himself into itself just know large like little long look"
                    + " made make many more most much must name need never only other over people place same show should"
                    + " some such take tell than that their them then there these they thing things this those through time"
                    + " under until used very want water well were what when where which while will with without word words"
                    + " work would write year years your")
            .split(" ")));

    private Tokens() {}

    static List<String> of(String text) {
        return List.of(GAP.split(text)).stream().filter(word -> !word.isEmpty()).toList();
    }

    /** Of running text: without what a link points to. */
    static List<String> ofProse(String text) {
        return of(LINK.matcher(text).replaceAll(" "));
    }

    /** Whether a person would look for it: no function word, and letters in it. */
    static boolean isTelling(String word) {
        return word.length() >= 4
                && Character.isLetter(word.charAt(0))
                && !FUNCTION_WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
}
