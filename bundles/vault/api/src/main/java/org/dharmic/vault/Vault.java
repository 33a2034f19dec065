package org.dharmic.vault;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reading the notes themselves. Never outside the vault's folder, never through a symbolic link that leads out, never a
 * file over the size cap. Safe for many threads.
 */
@ProviderType
public interface Vault {

    /**
     * Reads a note or a part of it.
     *
     * @param locator {@code path}, {@code path#Lx} or {@code path#Lx-Ly}, optionally followed by {@code @hash}
     * @throws VaultException when there is no such note, or the lines are not in it; the message names near misses
     */
    Passage read(String locator);

    /** Notes below a folder ({@code ""} for all) in the order of their paths. */
    List<Note> list(String folder, int limit);

    /** The most recently modified notes, newest first. */
    List<Note> recent(int limit);
}
