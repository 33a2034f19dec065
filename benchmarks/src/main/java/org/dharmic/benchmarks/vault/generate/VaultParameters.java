package org.dharmic.benchmarks.vault.generate;

/**
 * What a generated vault depends on: the same parameters give the same bytes.
 *
 * @param files Markdown files, 1 or more
 * @param bytes text in all of them together, kept to about one in a hundred
 */
public record VaultParameters(long seed, int files, long bytes) {

    /** Raised with every change of what is generated, so that no older vault is taken for a new one. */
    private static final int FORMAT = 2;

    private static final long LEAST_PER_FILE = 400;

    public VaultParameters {
        if (files < 1) {
            throw new IllegalArgumentException("files must be 1 or more, was " + files);
        }
        if (bytes < files * LEAST_PER_FILE) {
            throw new IllegalArgumentException("bytes must be " + LEAST_PER_FILE + " or more for each file, were "
                    + bytes + " for " + files + " files");
        }
    }

    /** Names the folder of the vault, and says in its marker what it was made from. */
    String key() {
        return "format" + FORMAT + "-seed" + seed + "-files" + files + "-bytes" + bytes;
    }
}
