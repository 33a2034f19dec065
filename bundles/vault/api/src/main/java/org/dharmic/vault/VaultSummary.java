package org.dharmic.vault;

import java.util.List;

/**
 * What is in the vault.
 *
 * @param notes in the index
 * @param passages in the index
 * @param shelves the folders that have a meaning of their own
 */
public record VaultSummary(long notes, long passages, List<Shelf> shelves) {
    public VaultSummary {
        shelves = List.copyOf(shelves);
    }
}
