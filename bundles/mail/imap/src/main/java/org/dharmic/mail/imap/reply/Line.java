package org.dharmic.mail.imap.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of plain text before it is broken into the lines of a mail.
 *
 * @param depth how often it is quoted
 * @param text without marks of quoting
 * @param prose whether it may be broken between words; tables and code may not
 * @param goesOn whether the next line belongs to the same paragraph
 */
record Line(int depth, String text, boolean prose, boolean goesOn) {

    static final Line EMPTY = fixed("");
    private static final Pattern FOOTNOTE = Pattern.compile("\\[\\d{1,2}]");

    static Line fixed(String text) {
        return new Line(0, text, false, false);
    }

    static Line prose(String text) {
        return new Line(0, text, true, false);
    }

    Line quoted() {
        return new Line(depth + 1, text, prose, goesOn);
    }

    /** The same behind marks that must stay where they are, with quoting as a part of the text. */
    Line behind(String marks) {
        return fixed((marks + (depth == 0 ? "" : ">".repeat(depth) + " ") + text).stripTrailing());
    }

    /** Broken between words into lines of at most so many characters, where there are blanks. */
    List<Line> broken(int width) {
        if (!prose || width(text) <= width) {
            return List.of(this);
        }
        List<Line> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +")) {
            boolean full = !line.isEmpty() && width(line) + 1 + width(word) > width;
            // "-- " would be a signature separator, and all below it would count as one; a footnote stays at its word.
            if (full && !line.toString().equals("--") && !FOOTNOTE.matcher(word).lookingAt()) {
                lines.add(new Line(depth, line.toString(), true, true));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(new Line(depth, line.toString(), true, goesOn));
        return lines;
    }

    static int width(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
