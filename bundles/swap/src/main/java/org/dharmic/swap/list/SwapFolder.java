package org.dharmic.swap.list;

import java.nio.file.Path;

/**
 * Where the exchange keeps its own files.
 *
 * @param root {@code data/dharmic/swap}
 */
public record SwapFolder(Path root) {

    /** Copies of jars while an exchange is being thought about. */
    public Path staging() {
        return root.resolve("staging");
    }

    public Path history() {
        return root.resolve("history.jsonl");
    }

    /** Paths of the jars below {@code system/} that an exchange put there, one a line. */
    public Path stored() {
        return root.resolve("stored.txt");
    }

    /** What an exchange may need to be taken back. */
    public Path kept(String id) {
        return root.resolve("kept").resolve(id);
    }
}
