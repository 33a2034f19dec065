package org.dharmic.vault.lucene.index;

/**
 * Where a document stands in the block of its file, as one number: of a passage how far behind it the file is, of the file how many
 * passages are before it and which of them leads.
 */
final class Block {

    private Block() {}

    static long ofPassage(int toFile) {
        return toFile;
    }

    /** @param front whether the first passage is front matter */
    static long ofFile(int passages, boolean front) {
        return passages * 2L + (front ? 1 : 0);
    }

    /** All before the file. */
    static int passages(long ofFile) {
        return (int) (ofFile >> 1);
    }

    /** How far before the file the first passage of its text is. */
    static int toLead(long ofFile) {
        return passages(ofFile) - (int) (ofFile & 1);
    }
}
