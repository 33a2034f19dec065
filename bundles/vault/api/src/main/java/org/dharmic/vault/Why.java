package org.dharmic.vault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a note was found and with what score.
 *
 * @param hit its best passage, without a snippet; empty when the query does not find the note
 * @param parts what the score is made of, in the order of the query; small differences to their sum come from rounding
 */
public record Why(Optional<Hit> hit, List<Part> parts) {

    /**
     * One part of a score.
     *
     * @param what for people: a word and where it stands
     * @param score added, or a factor when {@code what} says so
     */
    public record Part(String what, double score) {
        public Part {
            Objects.requireNonNull(what, "what");
        }
    }

    public Why {
        Objects.requireNonNull(hit, "hit");
        parts = List.copyOf(parts);
    }
}
