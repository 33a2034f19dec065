package org.dharmic.vault;

import java.util.Objects;

/**
 * A file or folder that is not in the index although it lies in the vault.
 *
 * @param path relative to the vault, with {@code /}
 * @param why for people, as it is now
 */
public record VaultProblem(String path, String why) {
    public VaultProblem {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(why, "why");
    }
}
