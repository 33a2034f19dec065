package org.dharmic.vault.lucene.markdown;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a file by their place in its bytes, counted from 1. A line ends with LF; a CR before it belongs to the
 * line end. Bytes that are no UTF-8 read as U+FFFD, so that a damaged file can still be shown.
 */
public final class Lines {

    private final byte[] bytes;
    private final int[] starts;
    private final int count;

    public Lines(byte[] bytes) {
        this.bytes = bytes;
        int[] found = new int[64];
        int n = 0;
        int start = 0;
        while (start < bytes.length) {
            if (n == found.length) {
                found = Arrays.copyOf(found, n * 2);
            }
            found[n++] = start;
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            start = end + 1;
        }
        this.starts = found;
        this.count = n;
    }

    public int count() {
        return count;
    }

    /** Offset of the line's first byte. */
    public int start(int line) {
        return starts[line - 1];
    }

    /** Offset after the line's last byte, without its line end. */
    public int end(int line) {
        int end = line < count ? starts[line] - 1 : bytes.length;
        if (line == count && end > starts[line - 1] && bytes[end - 1] == '\n') {
            end--;
        }
        return end > starts[line - 1] && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /** One line without its line end. */
    public String text(int line) {
        return text(line, line);
    }

    /** Lines as they stand in the file, without the last one's line end; empty when {@code last} is before {@code first}. */
    public String text(int first, int last) {
        if (last < first) {
            return "";
        }
        return new String(bytes, start(first), end(last) - start(first), StandardCharsets.UTF_8);
    }
}
