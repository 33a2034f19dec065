package org.dharmic.vault.lucene.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the words of a query in lines of text, quickly and roughly: by the stem's beginning, without an analyzer. Good
 * enough to choose the lines to show; which passages match is the index's to say.
 */
public final class Terms {

    private static final int MAX = 63;
    private static final int LONGEST_ENDING = 4;

    private final String[] stems;
    /** Letters with which a stem begins, a bit for each of their last six: few words of a text do. */
    private final long firstLetters;

    public Terms(Set<String> stems) {
        List<String> kept = new ArrayList<>(new LinkedHashSet<>(stems));
        this.stems = kept.subList(0, Math.min(MAX, kept.size())).toArray(String[]::new);
        long letters = 0;
        for (String stem : this.stems) {
            letters |= bit(stem.charAt(0));
        }
        firstLetters = letters;
    }

    /** The stems of everything that a query wants to see. */
    public static Terms of(List<Clause> clauses, Words stemmed, Words asWritten) {
        Set<String> stems = new LinkedHashSet<>();
        for (Clause clause : clauses) {
            if (clause.occur() == Clause.Occur.MUST_NOT || stems.size() > MAX) {
                continue;
            }
            List<List<String>> words = stemmed.of(clause.text());
            (words.isEmpty() ? asWritten.of(clause.text()) : words).forEach(stems::addAll);
        }
        return new Terms(stems);
    }

    /** The terms themselves, sorted. */
    Set<String> all() {
        return new TreeSet<>(List.of(stems));
    }

    boolean isEmpty() {
        return stems.length == 0;
    }

    /** Which terms a line has: a bit for each. */
    public long in(String line) {
        return in(line, 0, line.length());
    }

    /** Which terms stand in a part of a text: a bit for each. */
    public long in(String text, int from, int to) {
        long found = 0;
        for (int at = from; at < to; at++) {
            if (Character.isLetterOrDigit(text.charAt(at))) {
                int end = wordEnd(text, at, to);
                found |= inWord(text, at, end);
                at = end;
            }
        }
        return found;
    }

    /** Where the first term begins in a line, -1 without one. */
    public int firstIn(String line) {
        for (int at = 0; at < line.length(); at++) {
            boolean starts = Character.isLetterOrDigit(line.charAt(at))
                    && (at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1)));
            if (starts && inWord(line, at, wordEnd(line, at, line.length())) != 0) {
                return at;
            }
        }
        return -1;
    }

    /** A word with marks is folded only when its first letter may be that of a term: few words are, and it is dear. */
    private long inWord(String text, int start, int end) {
        char first = text.charAt(start);
        boolean firstStays = first < 0x80 && (start + 1 == end || !isMark(text.charAt(start + 1)));
        if (firstStays && !mayBegin(first)) {
            return 0;
        }
        if (Fold.isAscii(text, start, end)) {
            return beginning(text, start, end);
        }
        String word = text.substring(start, end);
        return inFolded(Fold.plain(word)) | inFolded(Fold.spelled(word));
    }

    private long inFolded(String text) {
        long found = 0;
        for (int at = 0; at < text.length(); at++) {
            if (Character.isLetterOrDigit(text.charAt(at))) {
                int end = wordEnd(text, at, text.length());
                found |= beginning(text, at, end);
                at = end;
            }
        }
        return found;
    }

    private long beginning(String text, int start, int end) {
        long found = 0;
        for (int i = 0; i < stems.length; i++) {
            if (matches(text, start, end, stems[i])) {
                found |= 1L << i;
            }
        }
        return found;
    }

    private boolean mayBegin(char letter) {
        return (firstLetters & bit(letter)) != 0;
    }

    /** Of both cases alike. */
    private static long bit(char letter) {
        return 1L << Character.toLowerCase(Character.toUpperCase(letter));
    }

    /** A stem can differ from its word in the last letter: "happi" for "happy". */
    private static boolean matches(String line, int start, int end, String stem) {
        int length = end - start;
        int compared = stem.length() > 4 ? stem.length() - 1 : stem.length();
        return length >= compared
                && length <= stem.length() + LONGEST_ENDING
                && (stem.length() > 2 || length <= stem.length() + 1)
                && line.regionMatches(true, start, stem, 0, compared);
    }

    private static int wordEnd(String text, int start, int limit) {
        int end = start + 1;
        while (end < limit && isInside(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isInside(char c) {
        return Character.isLetterOrDigit(c) || isMark(c);
    }

    private static boolean isMark(char c) {
        return c >= 0x80 && Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
