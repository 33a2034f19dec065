package org.dharmic.vault;

import java.util.Objects;

/**
 * A note somebody would like to have in the vault.
 *
 * @param folder where, relative to the vault, with {@code /}; one of the folders the configuration opens for writing, or below
 * @param name of the file, with or without its extension
 * @param text all of it
 * @param consent whether the owner of the vault has agreed to this note
 * @param critique what speaks against it, in the words of whoever wrote it; may be empty
 * @param force whether what is wanting in care (reading first, a critique, length) is a warning only
 * @param by on whose behalf, for the audit: a mail address, or {@code console}
 */
public record Draft(
        String folder, String name, String text, boolean consent, String critique, boolean force, String by) {
    public Draft {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(critique, "critique");
        Objects.requireNonNull(by, "by");
    }
}
