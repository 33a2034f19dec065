package org.dharmic.vault.lucene.index;

import org.dharmic.vault.lucene.markdown.Section;

/**
 * A passage as it was indexed.
 *
 * @param section its place
 * @param hash of the file
 * @param size of the file in bytes
 * @param modified of the file; {@link IndexStore#UNSURE} when it may have changed in the same tick
 */
public record FoundPassage(
        String path, String title, Section section, String hash, long size, long modified, float score) {

    public FoundPassage withScore(float other) {
        return new FoundPassage(path, title, section, hash, size, modified, other);
    }
}
