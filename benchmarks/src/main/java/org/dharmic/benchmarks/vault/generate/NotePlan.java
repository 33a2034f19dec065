package org.dharmic.benchmarks.vault.generate;

import java.time.LocalDateTime;
import java.util.List;

/**
 * What is settled about a note before its text is written, so that others can link to it.
 *
 * @param path relative to the vault, with {@code /} and {@code .md}
 * @param titled where its title stands
 * @param topic number of its topic
 * @param keys ranks of the words that the note is about
 * @param alias what others call it; these words need not occur in it
 */
record NotePlan(
        String path,
        String title,
        Titled titled,
        int topic,
        int[] keys,
        String alias,
        List<String> tags,
        LocalDateTime modified,
        int bytes) {

    /** Where the title stands. */
    enum Titled {
        FRONT_MATTER,
        FIRST_HEADING,
        FILE_NAME
    }

    /** The file name without its ending. */
    String stem() {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".md".length());
    }

    String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
