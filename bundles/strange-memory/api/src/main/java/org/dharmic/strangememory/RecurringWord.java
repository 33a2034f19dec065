package org.dharmic.strangememory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A word that comes back in the observations.
 *
 * @param word in lower case
 * @param occurrences how often
 * @param firstSeen time of the first observation with it
 * @param lastSeen time of the last one
 */
public record RecurringWord(String word, int occurrences, Instant firstSeen, Instant lastSeen) {

    private static final int LONGER_THAN = 4;
    private static final int AT_MOST = 10;

    public RecurringWord {
        Objects.requireNonNull(word, "word");
        Objects.requireNonNull(firstSeen, "firstSeen");
        Objects.requireNonNull(lastSeen, "lastSeen");
    }

    /**
     * The ten most frequent words of more than four letters, most frequent first.
     *
     * @param observations oldest first
     * @param least how often a word must occur
     */
    public static List<RecurringWord> in(List<Entry> observations, int least) {
        Map<String, RecurringWord> found = new HashMap<>();
        for (Entry observation : observations) {
            for (String each :
                    observation.text("content").toLowerCase(Locale.ROOT).split("\\s+")) {
                // "word," is the word: marks at either end are none of it.
                String word = each.replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
                if (word.length() > LONGER_THAN) {
                    RecurringWord once = new RecurringWord(word, 1, observation.at(), observation.at());
                    found.merge(
                            word,
                            once,
                            (before, now) ->
                                    new RecurringWord(word, before.occurrences + 1, before.firstSeen, now.lastSeen));
                }
            }
        }
        List<RecurringWord> words = new ArrayList<>(found.values());
        words.removeIf(word -> word.occurrences < least);
        words.sort(
                Comparator.comparingInt(RecurringWord::occurrences).reversed().thenComparing(RecurringWord::word));
        return List.copyOf(words.subList(0, Math.min(AT_MOST, words.size())));
    }
}
