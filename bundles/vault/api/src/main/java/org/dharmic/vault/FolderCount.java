package org.dharmic.vault;

import java.util.Objects;

/**
 * How many of the notes that match are in a folder.
 *
 * @param folder the topmost folder below the vault; empty for notes in none
 * @param notes 1 or more; a lower bound when the deadline ended the counting
 */
public record FolderCount(String folder, long notes) {
    public FolderCount {
        Objects.requireNonNull(folder, "folder");
    }
}
