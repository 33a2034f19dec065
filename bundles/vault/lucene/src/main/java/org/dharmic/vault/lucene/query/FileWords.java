package org.dharmic.vault.lucene.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * The words of a part of a file straight from its bytes: those that {@link Words#asWritten()} finds in its text, in a third of
 * the time. Most of a text is ASCII, for which few rules of UAX #29 are left; where another character stands, {@link Words} is
 * asked. White space ends every word, so that what stands between knows nothing of the rest.
 *
 * <p>For one thread.
 */
public final class FileWords extends TokenStream {

    /** Of a word that is found here; {@link Words} cuts those of more than 255 in its own way. */
    private static final int LONGEST = 200;

    private static final byte APART = 0;
    private static final byte JOINS_LETTERS = 1;
    private static final byte JOINS_DIGITS = 2;
    private static final byte JOINS_BOTH = JOINS_LETTERS | JOINS_DIGITS;

    /** Of each ASCII character: the letter in lower case or the digit itself, or what it does between two of them. */
    private static final byte[] KINDS = kinds();

    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final Words words;
    private final BytesRef word = new BytesRef(LONGEST);
    private byte[] file = BytesRef.EMPTY_BYTES;
    private int from;
    private int end;
    /** Where the word before ends. */
    private int at;

    /** The words of a piece that is not ASCII; null when none is under way. */
    private TokenStream others;

    private TermToBytesRefAttribute otherTerm;
    private PositionIncrementAttribute otherStep;

    /** @param words as written */
    public FileWords(Words words) {
        this.words = words;
    }

    /** The part whose words come after the next {@link #reset()}. */
    public void of(byte[] bytes, int fromByte, int endByte) {
        file = bytes;
        from = fromByte;
        end = endByte;
    }

    @Override
    public void reset() throws IOException {
        close();
        at = from;
        term.setBytesRef(word);
    }

    @Override
    public boolean incrementToken() throws IOException {
        while (true) {
            if (others != null && nextOther()) {
                return true;
            }
            int start = at;
            while (start < end && file[start] >= 0 && KINDS[file[start]] <= JOINS_BOTH) {
                start++;
            }
            if (start == end) {
                return false;
            }
            int after = plain(start);
            if (after > start) {
                at = after;
                step.setPositionIncrement(1);
                return true;
            }
            beginOthers(start);
        }
    }

    /** Takes a word of letters and digits of ASCII; returns where it ends, or {@code start} when there is none, or it is long. */
    private int plain(int start) {
        byte[] into = word.bytes;
        int length = 0;
        int next = start;
        for (; next < end; next++) {
            byte b = file[next];
            if (b < 0 || length == LONGEST) {
                return start;
            }
            byte kind = KINDS[b];
            if (kind <= JOINS_BOTH) {
                if (kind == APART || next + 1 == end) {
                    break;
                }
                byte then = file[next + 1];
                if (then < 0) {
                    return start;
                }
                if (!joins(kind, into[length - 1], KINDS[then])) {
                    break;
                }
                kind = b;
            }
            into[length++] = kind;
        }
        boolean possessive = length > 2 && into[length - 1] == 's' && into[length - 2] == '\'';
        word.length = possessive ? length - 2 : length;
        return next;
    }

    private static boolean joins(byte kind, byte before, byte then) {
        return (kind & JOINS_LETTERS) != 0 && isLetter(before) && isLetter(then)
                || (kind & JOINS_DIGITS) != 0 && isDigit(before) && isDigit(then);
    }

    /** Asks for the words from the one before to the first white space after {@code start} that no other character follows. */
    private void beginOthers(int start) throws IOException {
        int to = start;
        while (to < end && !(isSpace(file[to]) && (to + 1 == end || file[to + 1] >= 0))) {
            to++;
        }
        others = words.tokenStream("", Words.apart(new String(file, at, to - at, StandardCharsets.UTF_8)));
        otherTerm = others.getAttribute(TermToBytesRefAttribute.class);
        otherStep = others.getAttribute(PositionIncrementAttribute.class);
        others.reset();
        at = to;
    }

    private boolean nextOther() throws IOException {
        if (others.incrementToken()) {
            term.setBytesRef(otherTerm.getBytesRef());
            step.setPositionIncrement(otherStep.getPositionIncrement());
            return true;
        }
        close();
        term.setBytesRef(word);
        return false;
    }

    @Override
    public void close() throws IOException {
        if (others != null) {
            TokenStream done = others;
            others = null;
            done.end();
            done.close();
        }
    }

    private static boolean isLetter(byte kind) {
        return kind >= 'a' && kind <= 'z';
    }

    private static boolean isDigit(byte kind) {
        return kind >= '0' && kind <= '9';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** An underscore is {@link #APART}, as in {@link Words#apart}. */
    private static byte[] kinds() {
        byte[] kinds = new byte[128];
        for (byte letter = 'a'; letter <= 'z'; letter++) {
            kinds[letter] = letter;
            kinds[letter - 'a' + 'A'] = letter;
        }
        for (byte digit = '0'; digit <= '9'; digit++) {
            kinds[digit] = digit;
        }
        kinds[':'] = JOINS_LETTERS;
        kinds[','] = JOINS_DIGITS;
        kinds[';'] = JOINS_DIGITS;
        kinds['.'] = JOINS_BOTH;
        kinds['\''] = JOINS_BOTH;
        return kinds;
    }
}
