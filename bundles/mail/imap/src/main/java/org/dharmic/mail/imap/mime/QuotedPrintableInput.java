package org.dharmic.mail.imap.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes quoted-printable (RFC 2045 section 6.7) in a few hundred bytes of memory: the library's decoder keeps every
 * blank until it knows whether a line ends behind them, and a mail may be made of blanks alone. What is no valid code is
 * passed on as it is.
 */
final class QuotedPrintableInput extends FilterInputStream {

    /** A longer run of blanks is passed on unseen: an encoded line has 76 characters. */
    private static final int BLANKS = 256;

    private static final int END = -1;
    private static final int NONE = -2;

    private final byte[] buffer = new byte[8192];
    private int at;
    private int filled;
    /** Read, and not yet looked at. */
    private int unread = NONE;

    private final byte[] ready = new byte[BLANKS + 4];
    private int readyFrom;
    private int readyTo;

    QuotedPrintableInput(InputStream encoded) {
        super(encoded);
    }

    @Override
    public int read() throws IOException {
        while (readyFrom == readyTo) {
            int c = next();
            if (c == END) {
                return END;
            }
            if (c == '=') {
                code();
            } else if (isBlank(c)) {
                blanks(c);
            } else {
                return c;
            }
        }
        return ready[readyFrom++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int c = read();
            if (c == END) {
                return n == 0 ? END : n;
            }
            target[offset + n++] = (byte) c;
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = 0;
        while (skipped < n && read() != END) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public int available() {
        return readyTo - readyFrom;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** What follows an equals sign: two digits, the end of a line that is none, or nothing of the kind. */
    private void code() throws IOException {
        readyFrom = 0;
        readyTo = 0;
        int first = next();
        if (digit(first) >= 0) {
            int second = next();
            if (digit(second) >= 0) {
                give((digit(first) << 4) + digit(second));
            } else {
                give('=');
                give(first);
                unread = second;
            }
            return;
        }
        give('=');
        int c = first;
        while (isBlank(c) && readyTo < BLANKS) {
            give(c);
            c = next();
        }
        if (c == '\r' || c == '\n' || c == END) {
            readyTo = 0; // a soft line break, blanks before its end included
            endOfLine(c);
        } else {
            unread = c;
        }
    }

    private void endOfLine(int c) throws IOException {
        if (c == '\r') {
            int after = next();
            if (after != '\n') {
                unread = after;
            }
        }
    }

    /** Blanks at the end of a line were put there on the way. */
    private void blanks(int first) throws IOException {
        readyFrom = 0;
        readyTo = 0;
        int c = first;
        while (isBlank(c) && readyTo < BLANKS) {
            give(c);
            c = next();
        }
        if (c == '\r' || c == '\n' || c == END) {
            readyTo = 0;
        }
        unread = c;
    }

    private void give(int c) {
        ready[readyTo++] = (byte) c;
    }

    private int next() throws IOException {
        if (unread != NONE) {
            int c = unread;
            unread = NONE;
            return c;
        }
        if (at == filled) {
            at = 0;
            filled = Math.max(in.read(buffer), 0);
            if (filled == 0) {
                return END;
            }
        }
        return buffer[at++] & 0xff;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static int digit(int c) {
        return c < 0 ? -1 : Character.digit((char) c, 16);
    }
}
