package org.dharmic.vault;

import java.util.Objects;

/**
 * Lines of a note as they stand in the file.
 *
 * @param firstLine from 1
 * @param lastLine inclusive
 * @param totalLines lines of the whole note
 * @param contentHash first 12 hexadecimal digits of the SHA-256 of the file
 */
public record Passage(String path, String text, int firstLine, int lastLine, int totalLines, String contentHash) {
    public Passage {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(contentHash, "contentHash");
    }
}
