package org.dharmic.vault.lucene.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words that say what a text is about: those that it has often and the vault seldom. */
public final class Telling {

    private static final int MOST = 20;
    private static final int LEAST_LETTERS = 3;

    private final Map<String, Integer> times = new HashMap<>();

    /** @param asWritten see {@link Words#asWritten()} */
    public Telling(String text, Words asWritten) {
        for (List<String> position : asWritten.of(text)) {
            String word = position.get(0);
            if (word.length() >= LEAST_LETTERS && !QueryText.isCommonWord(word)) {
                times.merge(word, 1, Integer::sum);
            }
        }
    }

    /** All that may be telling. */
    public Set<String> words() {
        return times.keySet();
    }

    /**
     * The most telling ones first.
     *
     * @param passages in how many passages of the vault each stands
     * @param all how many passages there are
     */
    public List<String> best(Map<String, Integer> passages, int all) {
        Map<String, Double> worth = new HashMap<>();
        times.forEach((word, count) -> {
            int documents = passages.getOrDefault(word, 0);
            // A word of one passage alone leads to no other.
            if (documents > 1) {
                worth.put(word, (1 + Math.log(count)) * Math.log((double) Math.max(2, all) / documents));
            }
        });
        List<String> words = new ArrayList<>(worth.keySet());
        words.sort(Comparator.comparing((String word) -> -worth.get(word)).thenComparing(word -> word));
        return List.copyOf(words.subList(0, Math.min(MOST, words.size())));
    }
}
