package org.dharmic.vault.lucene;

/**
 * A passage as it was indexed.
 *
 * @param section its place
 * @param hash of the file
 * @param size of the file in bytes
 * @param modified of the file; {@link IndexStore#UNSURE} when it may have changed in the same tick
 */
record FoundPassage(String path, String title, Section section, String hash, long size, long modified, float score) {

    FoundPassage withScore(float other) {
        return new FoundPassage(path, title, section, hash, size, modified, other);
    }
}
