package org.dharmic.vault;

import java.util.Objects;

/**
 * A passage that was found.
 *
 * @param path relative to the vault, with {@code /}
 * @param title title of the note
 * @param heading headings above the passage that do not only repeat the title, joined by {@code " > "}; may be empty
 * @param snippet the best lines of the passage as they stand in the file
 * @param firstLine first line of the passage, counted from 1
 * @param lastLine last line of the passage, inclusive
 * @param contentHash first 12 hexadecimal digits of the SHA-256 of the file as indexed
 * @param score higher is better; comparable within one result only
 */
public record Hit(
        String path,
        String title,
        String heading,
        String snippet,
        int firstLine,
        int lastLine,
        String contentHash,
        double score) {
    public Hit {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(snippet, "snippet");
        Objects.requireNonNull(contentHash, "contentHash");
    }

    /** The place to look it up: {@code path#Lx-Ly}. */
    public String citation() {
        return path + "#L" + firstLine + "-L" + lastLine;
    }
}
