package org.dharmic.vault;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the index is.
 *
 * @param phase what it is doing
 * @param files files in the index
 * @param passages passages in the index
 * @param done files looked at in the running build, 0 when none runs
 * @param expected files expected in the running build, 0 while unknown
 * @param problems files left out because they could not be read
 * @param lastBuilt when the last complete build or reconcile ended
 * @param message one line for people
 */
public record IndexState(
        Phase phase,
        long files,
        long passages,
        long done,
        long expected,
        long problems,
        Optional<Instant> lastBuilt,
        String message) {

    /** What the index is doing. */
    public enum Phase {
        /** Nothing is indexed yet and no build has begun. */
        STARTING,
        /** A build runs; searches answer from what is there. */
        BUILDING,
        READY,
        /** The vault folder is missing, empty or unreadable; the last index is kept and answers. */
        VAULT_MISSING,
        /** The index itself failed; the message says what to do. */
        FAILED
    }

    public IndexState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(lastBuilt, "lastBuilt");
        Objects.requireNonNull(message, "message");
    }
}
