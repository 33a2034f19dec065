package org.dharmic.vault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a note leads and what leads to it.
 *
 * @param outgoing in the order of the text
 * @param incoming paths of notes with a link to it, in their order
 */
public record Links(List<Outgoing> outgoing, List<String> incoming) {

    /**
     * A link of the note.
     *
     * @param words what it calls its target
     * @param target as far as it is known: a path, or a name behind {@code *}
     * @param path of the note it leads to; empty when there is none, or none that may be seen
     * @param line where it stands, from 1
     */
    public record Outgoing(String words, String target, Optional<String> path, int line) {
        public Outgoing {
            Objects.requireNonNull(words, "words");
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(path, "path");
        }
    }

    public Links {
        outgoing = List.copyOf(outgoing);
        incoming = List.copyOf(incoming);
    }
}
