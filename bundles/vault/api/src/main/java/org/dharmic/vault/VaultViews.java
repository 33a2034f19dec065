package org.dharmic.vault;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The parts of the vault that have a meaning of their own; the configuration says which folders they are. Context for whoever
 * reads them, no constraint. Shows the whole of these folders, whatever the scopes. Safe for many threads.
 *
 * <p>A name is that of a file without folder and extension: one that is exactly it, or else, whatever the case of its letters,
 * equal to it, or else the first that contains it. Every method throws a {@link VaultException} when there is no such note, or
 * the folder is not configured.
 */
@ProviderType
public interface VaultViews {

    /** Approved texts, in the order of their names. */
    List<Note> crownJewels();

    Passage crownJewel(String name);

    /** The most recently modified entries of the stream, newest first. */
    List<Note> stream(int limit);

    Passage streamEntry(String name);

    /**
     * The prompt that new agents begin with.
     *
     * @param version a part of its name, for example {@code v7}; empty for the highest
     */
    Passage inductionPrompt(String version);

    /** Texts that others are founded on, in the order of their paths. */
    List<Note> sourceTexts();

    Passage sourceText(String name);

    /** Counts and a few names, out of the index. */
    VaultSummary summary();

    /** What the owner wrote about where the vault comes from; empty when there is no such file. */
    String lineage();
}
