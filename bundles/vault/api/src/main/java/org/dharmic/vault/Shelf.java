package org.dharmic.vault;

import java.util.List;
import java.util.Objects;

/**
 * A folder of the vault that has a meaning of its own.
 *
 * @param name what it is, for example {@code crown jewels}
 * @param folder relative to the vault
 * @param notes how many notes are in it or below
 * @param some names of the first few, without folder and extension
 */
public record Shelf(String name, String folder, long notes, List<String> some) {
    public Shelf {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(folder, "folder");
        some = List.copyOf(some);
    }
}
