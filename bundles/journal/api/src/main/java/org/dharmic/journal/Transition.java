package org.dharmic.journal;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of an item's story.
 *
 * @param stage the stage it was in afterwards
 * @param at when
 * @param worker who did it, empty for the journal itself
 * @param note the verdict, the reason, the server's reply; may be empty
 */
public record Transition(Stage stage, Instant at, String worker, String note) {
    public Transition {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(note, "note");
    }
}
