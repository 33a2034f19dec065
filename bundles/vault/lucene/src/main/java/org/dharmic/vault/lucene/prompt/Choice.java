package org.dharmic.vault.lucene.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.vault.lucene.index.FoundPassage;

/**
 * Chooses passages for a prompt from those a search found. The search adds up what each word is worth, so one rare word can
 * outweigh all others; a question means all its words. A passage therefore counts more the more different ones it has, and
 * the more the rest of its file has, for what is asked is often spread over a note. No file takes all the places.
 *
 * @param passages best first, with the score that counts
 * @param bestFile path of the file that has most to say, empty without one
 */
record Choice(List<FoundPassage> passages, String bestFile) {

    private static final int PER_FILE = 3;
    /** What is so much weaker than the best passage shares only a common word with the question. */
    private static final double RELEVANCE = 0.3;

    private static final float ALL_WORDS_IN_PASSAGE = 1f;
    private static final float ALL_WORDS_IN_FILE = 1f;

    /**
     * A passage that may be chosen.
     *
     * @param words which words of the question it has, a bit for each
     */
    record Candidate(FoundPassage passage, long words) {}

    /** @param found best first */
    static Choice of(List<Candidate> found, int limit) {
        Map<String, Long> files = new HashMap<>();
        int mostInPassage = 1;
        int mostInFile = 1;
        for (Candidate each : found) {
            long inFile = files.merge(each.passage().path(), each.words(), (one, other) -> one | other);
            mostInFile = Math.max(mostInFile, Long.bitCount(inFile));
            mostInPassage = Math.max(mostInPassage, Long.bitCount(each.words()));
        }
        List<FoundPassage> ranked = new ArrayList<>();
        for (Candidate each : found) {
            FoundPassage passage = each.passage();
            float inPassage = Long.bitCount(each.words()) / (float) mostInPassage;
            float inFile = Long.bitCount(files.get(passage.path())) / (float) mostInFile;
            ranked.add(passage.withScore(
                    passage.score() * (1 + ALL_WORDS_IN_PASSAGE * inPassage + ALL_WORDS_IN_FILE * inFile)));
        }
        ranked.sort(Comparator.comparing(FoundPassage::score).reversed());
        List<FoundPassage> chosen = new ArrayList<>();
        Map<String, Integer> taken = new HashMap<>();
        for (FoundPassage passage : ranked) {
            if (chosen.size() == limit || passage.score() < ranked.get(0).score() * RELEVANCE) {
                break;
            }
            if (taken.merge(passage.path(), 1, Integer::sum) <= PER_FILE) {
                chosen.add(passage);
            }
        }
        return new Choice(
                List.copyOf(chosen), chosen.isEmpty() ? "" : chosen.get(0).path());
    }
}
