package org.dharmic.executor.extractive;

import java.util.List;
import java.util.Set;

/**
 * The smallest piece worth quoting: a sentence, a list item, a table row or a piece of code.
 *
 * @param kind what it is
 * @param group number of the paragraph, list or table it belongs to, within its block
 * @param text verbatim, several lines joined by a line feed
 * @param head lines that must stand above it to be readable (the head of a table); may be empty
 * @param from its first line within the block, from 0
 * @param to its last line within the block
 * @param heading the headings above it, joined by {@code " › "}; may be empty
 * @param stems words of the text
 * @param around words of the headings and of a table's head
 */
record Unit(
        Kind kind,
        int group,
        String text,
        List<String> head,
        int from,
        int to,
        String heading,
        Set<String> stems,
        Set<String> around) {

    enum Kind {
        SENTENCE,
        STEP,
        ITEM,
        ROW,
        CODE
    }
}
