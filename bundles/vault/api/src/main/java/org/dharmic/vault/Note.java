package org.dharmic.vault;

import java.time.Instant;
import java.util.Objects;

/**
 * A file of the vault.
 *
 * @param path relative to the vault, with {@code /}
 * @param modified the file's modification time
 * @param bytes its size
 */
public record Note(String path, Instant modified, long bytes) {
    public Note {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(modified, "modified");
    }
}
