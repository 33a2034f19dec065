package org.dharmic.vault.lucene.query;

import java.text.Normalizer;
import java.util.Locale;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * Writes words with marks in plain letters. There are two ways, and people use both: without the marks (mokṣa as moksa,
 * Küche as Kuche) and spelled out (moksha, Kueche).
 */
public final class Fold {

    /** Longer than names are; keeps a term within bounds. */
    private static final int MOST_SQUASHED = 200;

    /** What Lucene makes of one. */
    private static final int MOST_OF_A_LETTER = 4;

    private Fold() {}

    static boolean isAscii(String text) {
        return isAscii(text, 0, text.length());
    }

    static boolean isAscii(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Lower case, marks left out. */
    public static String plain(String text) {
        return isAscii(text) ? text.toLowerCase(Locale.ROOT) : folded(composed(text));
    }

    /** Lower case, marks spelled out. Equal to {@link #plain} when there is nothing to spell out. */
    static String spelled(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String composed = composed(text);
        StringBuilder spelled = new StringBuilder(composed.length() + 4);
        for (int i = 0; i < composed.length(); i++) {
            char c = composed.charAt(i);
            switch (c) {
                case 'ś', 'ṣ', 'š', 'ş', 'ș' -> spelled.append("sh");
                case 'č' -> spelled.append("ch");
                case 'ṛ' -> spelled.append("ri");
                case 'ä' -> spelled.append("ae");
                case 'ö', 'ø' -> spelled.append("oe");
                case 'ü' -> spelled.append("ue");
                case 'å' -> spelled.append("aa");
                default -> {
                    // r with a ring below has no letter of its own
                    if (c == '\u0325' && spelled.length() > 0 && spelled.charAt(spelled.length() - 1) == 'r') {
                        spelled.append('i');
                    } else {
                        spelled.append(c);
                    }
                }
            }
        }
        return folded(spelled.toString());
    }

    /** Letters and digits alone, in plain letters: two ways of writing one name become the same. */
    public static String squashed(String text) {
        String plain = plain(text);
        StringBuilder squashed = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length() && squashed.length() < MOST_SQUASHED; i++) {
            if (Character.isLetterOrDigit(plain.charAt(i)) || Character.isSurrogate(plain.charAt(i))) {
                squashed.append(plain.charAt(i));
            }
        }
        return squashed.toString();
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static String folded(String text) {
        char[] in = text.toCharArray();
        char[] out = new char[MOST_OF_A_LETTER];
        StringBuilder folded = new StringBuilder(in.length + MOST_OF_A_LETTER);
        for (int i = 0; i < in.length; i++) {
            if (in[i] < 0x80) {
                // Lucene's table of letters is a method too long to be compiled: it is asked for no more than it has to
                // be.
                folded.append(in[i]);
                continue;
            }
            int length = ASCIIFoldingFilter.foldToASCII(in, i, out, 0, 1);
            for (int k = 0; k < length; k++) {
                if (Character.getType(out[k]) != Character.NON_SPACING_MARK) {
                    folded.append(out[k]);
                }
            }
        }
        return folded.toString();
    }
}
