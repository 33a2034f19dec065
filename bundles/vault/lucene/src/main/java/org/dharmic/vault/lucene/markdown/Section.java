package org.dharmic.vault.lucene.markdown;

import java.nio.charset.StandardCharsets;

/**
 * A passage of a note.
 *
 * @param heading the headings above it, joined by {@code " > "}
 * @param firstLine from 1
 * @param lastLine inclusive
 * @param firstByte offset of its text in the file
 * @param endByte offset after its text; inside a line only when that line alone is longer than a passage may be
 * @param front true for front matter above a text: data about the note, nothing it says
 */
public record Section(String heading, int firstLine, int lastLine, int firstByte, int endByte, boolean front) {

    /** Its text as it stands in the file. */
    public String text(byte[] file) {
        return new String(file, firstByte, endByte - firstByte, StandardCharsets.UTF_8);
    }
}
