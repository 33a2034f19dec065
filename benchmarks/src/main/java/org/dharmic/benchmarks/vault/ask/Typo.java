package org.dharmic.benchmarks.vault.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One slip of the fingers: a letter left out, doubled, exchanged for another, or two in the wrong order. */
final class Typo {

    /** Of a shorter word nobody could tell what was meant. */
    static final int LEAST_LETTERS = 5;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private Typo() {}

    /** The words of a text that are long enough. */
    static List<String> candidates(List<String> words) {
        List<String> longOnes = new ArrayList<>();
        for (String word : words) {
            if (word.length() >= LEAST_LETTERS && word.chars().allMatch(Character::isLetter)) {
                longOnes.add(word);
            }
        }
        return longOnes;
    }

    /** The first letter stays, as it mostly does. */
    static String in(String word, SplittableRandom random) {
        while (true) {
            int at = random.nextInt(1, word.length() - 1);
            StringBuilder typed = new StringBuilder(word);
            switch (random.nextInt(4)) {
                case 0 -> typed.deleteCharAt(at);
                case 1 -> typed.insert(at, word.charAt(at));
                case 2 -> typed.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                default -> {
                    typed.setCharAt(at, word.charAt(at + 1));
                    typed.setCharAt(at + 1, word.charAt(at));
                }
            }
            if (!typed.toString().equals(word)) {
                return typed.toString();
            }
        }
    }
}
