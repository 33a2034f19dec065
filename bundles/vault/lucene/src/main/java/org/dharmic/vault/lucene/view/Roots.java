package org.dharmic.vault.lucene.view;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.dharmic.vault.lucene.folder.Unreadable;
import org.dharmic.vault.lucene.folder.VaultFolder;

/**
 * The folders with a meaning of their own, as they are configured; a blank one is none.
 *
 * @param lineage a file, which need not lie in the vault
 */
public record Roots(
        String core, String jewels, String stream, String induction, String sources, Optional<Path> lineage) {

    /** @throws IllegalArgumentException for what is no folder relative to the vault */
    public static String folder(String key, String text) {
        String folder = text.strip().replaceAll("/+$", "");
        try {
            if (!folder.isEmpty()) {
                VaultFolder.requireRelative(folder);
            }
            return folder;
        } catch (Unreadable e) {
            throw new IllegalArgumentException(
                    key + " must be a folder relative to the vault, was '" + text + "' (" + VaultFolder.CONFIGURED_IN
                            + ")",
                    e);
        }
    }

    /**
     * The file of the lineage, empty for none.
     *
     * @throws IllegalArgumentException for what is no path
     */
    public static Optional<Path> lineage(String file, Path home) {
        try {
            return file.isBlank() ? Optional.empty() : Optional.of(home.resolve(file.strip()));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "view.lineage.file must be a path, was '" + file + "' (" + VaultFolder.CONFIGURED_IN + ")", e);
        }
    }
}
