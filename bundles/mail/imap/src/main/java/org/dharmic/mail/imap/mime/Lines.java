package org.dharmic.mail.imap.mime;

import java.util.Arrays;

/** The lines of a text by where they begin: a text of line ends alone costs four bytes a line, not a list of strings. */
final class Lines {

    private final String text;
    private int[] starts = new int[64];
    private int count;

    /** @param text with {@code \n} as the only end of a line */
    Lines(String text) {
        this.text = text;
        for (int start = 0; start < text.length(); ) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = start;
            int end = text.indexOf('\n', start);
            start = end < 0 ? text.length() : end + 1;
        }
    }

    int count() {
        return count;
    }

    private int end(int line) {
        return line + 1 < count
                ? starts[line + 1] - 1
                : text.endsWith("\n") && text.length() > starts[line] ? text.length() - 1 : text.length();
    }

    String line(int line) {
        return text.substring(starts[line], end(line));
    }

    int length(int line) {
        return end(line) - starts[line];
    }

    boolean startsWith(int line, String prefix) {
        return length(line) >= prefix.length() && text.startsWith(prefix, starts[line]);
    }

    boolean isBlank(int line) {
        int end = end(line);
        for (int i = starts[line]; i < end; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The lines from one up to another, without blank space around them. */
    String join(int from, int to) {
        return from >= to ? "" : text.substring(starts[from], end(to - 1)).strip();
    }
}
