package org.dharmic.benchmarks.vault.generate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Words by rank: the commonest are English function words, the others made up from syllables, longer the rarer. They take
 * English endings, so stemming has something to do, and some are written with diacritics or without.
 */
final class Vocabulary {

    static final int SIZE = 200_000;

    private static final String[] FUNCTION = ("the of and to a in is that it was for on are as with his they at be this"
                    + " from have or by one had not but what all were when we there can an your which their said if do"
                    + " will each about how up out them then she many some so these would other into has more her two like"
                    + " him see time could no make than first been its who now people my made over did down only way find"
                    + " use may water long little very after words called just where most know get through back much before"
                    + " go good new write our used me man too any day same right look think also around another came come"
                    + " work three word must because does part even place well such here take why things help put years"
                    + " different away again off went old number great tell men say small every found still between name"
                    + " should home big give air line set own under read last never us left end along while might next"
                    + " sound below saw something thought both few those always looked show large often together asked")
            .split(" ");

    /** Single letters stand more than once: clusters are the exception, as in a language that people speak. */
    private static final String[] ONSETS = ("b c d f g h j k l m n p r s t v w b d f g k l m n p r s t v br cl dr fl gr"
                    + " kr pl pr sh sk sl st str th tr ch")
            .split(" ");

    private static final String[] NUCLEI = "a e i o u a e i o a e i o ai ea io ou".split(" ");
    private static final String[] CODAS = "    n r l s m t n r nd nt rn sk rt".split(" ", -1);

    private static final String[] PLAIN = {"sh", "s", "a", "i", "u", "o", "n", "t", "e"};
    private static final String[] MARKED = {"ṣ", "ś", "ā", "ī", "ü", "ö", "ṇ", "ṭ", "é"};

    /** Of nouns, verbs and the rest; a word takes those of its kind. */
    private static final String[][] ENDINGS = {{"s", "s", "s", "'s"}, {"s", "ed", "ed", "ing"}, {"ly", "er", "ness"}};

    private final String[] words = new String[SIZE];
    /** The spelling with diacritics of the words that have one. */
    private final String[] marked = new String[SIZE];

    Vocabulary(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5eed_0f_a11L);
        Set<String> taken = new HashSet<>(List.of(FUNCTION));
        System.arraycopy(FUNCTION, 0, words, 0, FUNCTION.length);
        for (int rank = FUNCTION.length; rank < SIZE; rank++) {
            String word = made(random, rank < 4_000 ? 1 : 2, rank < 4_000 ? 2 : 3);
            while (word.length() < 4 || !taken.add(word)) {
                word = made(random, 2, rank < 40_000 ? 3 : 4);
            }
            words[rank] = word;
            if (random.nextInt(25) == 0) {
                marked[rank] = mark(word, random.nextInt(PLAIN.length));
            }
        }
    }

    private static String made(SplittableRandom random, int least, int most) {
        int syllables = random.nextInt(least, most + 1);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            word.append(ONSETS[random.nextInt(ONSETS.length)]).append(NUCLEI[random.nextInt(NUCLEI.length)]);
            if (i == syllables - 1 || random.nextInt(3) == 0) {
                word.append(CODAS[random.nextInt(CODAS.length)]);
            }
        }
        return word.toString();
    }

    /** Null when none of the letters of the word has a mark. */
    private static String mark(String word, int from) {
        for (int i = 0; i < PLAIN.length; i++) {
            int which = (from + i) % PLAIN.length;
            int at = word.indexOf(PLAIN[which], 1);
            if (at > 0) {
                return word.substring(0, at) + MARKED[which] + word.substring(at + PLAIN[which].length());
            }
        }
        return null;
    }

    /** How many of the first ranks are function words. */
    static int functionWords() {
        return FUNCTION.length;
    }

    String word(int rank) {
        return words[rank];
    }

    /** As it stands in a running text: sometimes with an ending, with its diacritics more often than without. */
    String spelled(int rank, SplittableRandom random) {
        if (rank < FUNCTION.length) {
            return words[rank];
        }
        if (marked[rank] != null && random.nextInt(10) < 7) {
            return marked[rank];
        }
        String[] endings = ENDINGS[rank % ENDINGS.length];
        return random.nextInt(4) == 0 ? words[rank] + endings[random.nextInt(endings.length)] : words[rank];
    }

    /** A word that hardly occurs twice: names and other words that no dictionary has. */
    static String rare(SplittableRandom random) {
        return made(random, 3, 5);
    }
}
