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

    private final List<String> stems;
    /** Letters with which a stem begins, a bit for each of their last six: few words of a text do. */
    private final long firstLetters;

    public Terms(Set<String> stems) {
        List<String> kept = new ArrayList<>(new LinkedHashSet<>(stems));
        this.stems = kept.size() > MAX ? List.copyOf(kept.subList(0, MAX)) : List.copyOf(kept);
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
        return new TreeSet<>(stems);
    }

    boolean isEmpty() {
        return stems.isEmpty();
    }

    /** Which terms a line has: a bit for each. */
    public long in(String line) {
        return Fold.isAscii(line) ? scan(line) : scanFolding(line);
    }

    /** Where the first term begins in a line, -1 without one. */
    public int firstIn(String line) {
        for (int at = 0; at < line.length(); at++) {
            if (startsWord(line, at) && in(line.substring(at, wordEnd(line, at))) != 0) {
                return at;
            }
        }
        return -1;
    }

    /** As {@link #scan}, and folds the words that have marks, which are few. */
    private long scanFolding(String line) {
        long found = 0;
        for (int at = 0; at < line.length(); at++) {
            if (startsWord(line, at)) {
                String word = line.substring(at, wordEnd(line, at));
                at += word.length();
                found |= Fold.isAscii(word) ? scan(word) : scan(Fold.plain(word)) | scan(Fold.spelled(word));
            }
        }
        return found;
    }

    private long scan(String line) {
        long found = 0;
        for (int at = 0; at < line.length(); at++) {
            if (!startsWord(line, at)) {
                continue;
            }
            int end = wordEnd(line, at);
            for (int i = mayBegin(line.charAt(at)) ? 0 : stems.size(); i < stems.size(); i++) {
                if ((found & (1L << i)) == 0 && matches(line, at, end, stems.get(i))) {
                    found |= 1L << i;
                }
            }
            at = end;
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

    private static boolean startsWord(String line, int at) {
        return Character.isLetterOrDigit(line.charAt(at))
                && (at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1)));
    }

    private static int wordEnd(String line, int start) {
        int end = start + 1;
        while (end < line.length() && isInside(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isInside(char c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
