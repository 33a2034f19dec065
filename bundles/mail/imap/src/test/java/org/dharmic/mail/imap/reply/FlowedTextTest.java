package org.dharmic.mail.imap.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowedTextTest {

    private static final String PROSE =
            "The quinces ripen in October, when they smell of themselves and the first frost has not yet come; -- pick them dry.";

    /** What a program that knows the format makes of it (RFC 3676 section 4.2). */
    private static List<String> read(String flowed) {
        List<String> paragraphs = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : flowed.lines().toList()) {
            int depth = 0;
            while (depth < line.length() && line.charAt(depth) == '>') {
                depth++;
            }
            String text = line.substring(depth);
            text = text.startsWith(" ") ? text.substring(1) : text;
            if (open.isEmpty()) {
                open.append(">".repeat(depth)).append(depth == 0 ? "" : " ");
            }
            open.append(text);
            if (!text.endsWith(" ") || line.equals("-- ")) {
                paragraphs.add(open.toString());
                open.setLength(0);
            }
        }
        return paragraphs;
    }

    @Test
    void aParagraphIsShortLinesForSomeAndWholeForOthers() {
        String text = new FlowedText().add(Line.prose(PROSE)).toString();
        assertThat(text.lines()).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 73);
        assertThat(read(text)).containsExactly(PROSE);
    }

    @Test
    void aQuotedParagraphIsQuotedInEachLine() {
        String text = new FlowedText()
                .add(Line.prose(PROSE).quoted().quoted())
                .add(Line.EMPTY.quoted())
                .toString();
        assertThat(text.lines()).hasSizeGreaterThan(2).allMatch(line -> line.startsWith(">"));
        assertThat(read(text)).containsExactly(">> " + PROSE, "> ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> no quote", " set in", "From here", "--", "a b", "", "  "})
    void noLineIsTakenForSomethingElse(String line) {
        for (Line each : List.of(Line.fixed(line), Line.prose(line), new Line(0, line, true, true))) {
            String text = new FlowedText().add(each).add(Line.fixed("end")).toString();
            assertThat(String.join("\n", read(text))).startsWith(line.stripTrailing());
            assertThat(text).doesNotStartWith("-- \n").doesNotStartWith(">").doesNotStartWith("From ");
        }
    }

    @Test
    void breakingNeverMakesASignature() {
        for (int length = 60; length < 80; length++) {
            String words = "x".repeat(length) + " -- " + "y".repeat(70) + " z";
            String text = new FlowedText().add(Line.prose(words)).toString();
            assertThat(text.lines()).doesNotContain("-- ").doesNotContain("--");
            assertThat(read(text)).containsExactly(words);
        }
    }

    @Test
    void aFootnoteStaysAtItsWord() {
        for (int length = 60; length < 76; length++) {
            String words = "x".repeat(length) + " word [12]. More words follow here.";
            assertThat(new FlowedText().add(Line.prose(words)).toString().lines())
                    .anyMatch(line -> line.contains("word [12]."));
        }
    }

    @Test
    void aTableIsNeverBroken() {
        String row = "a  ".repeat(60).strip();
        assertThat(new FlowedText().add(Line.fixed(row)).toString()).isEqualTo(row + "\n");
    }
}
