package org.dharmic.swap.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How one file is doing.
 *
 * @param file its name in the folder
 * @param symbolicName of its bundle; empty while that is not known
 * @param version of its bundle; empty while that is not known
 * @param exchange id in the history of what came of it; empty when nothing was tried
 * @param since when it is so
 * @param reasons why it is so, and what to do; empty when all is well
 */
public record FileState(
        String file,
        State state,
        String symbolicName,
        String version,
        String exchange,
        Instant since,
        List<String> reasons) {

    /** How it is doing. */
    public enum State {
        /** Still being written. */
        SETTLING,
        /** Not a whole jar yet. */
        WAITING,
        /** Ready, and waits for others that were dropped with it, or until the folder may be acted upon. */
        HELD,
        /** It runs, or ran until something newer came. */
        APPLIED,
        /** It takes over with the next start of the container. */
        AT_RESTART,
        /** Another file brings a newer revision of the same bundle. */
        OLDER,
        /** It was never tried, or not let in; what ran before runs on. */
        REFUSED,
        /** It was tried and what ran before was put back. */
        PUT_BACK,
        /** It was tried, and putting back failed too. */
        FAILED,
        /** It is no whole jar and does not change any more. */
        BROKEN,
        /** It went back together with another file of its set. */
        TAKEN_BACK,
        /** The file is gone; what it brought goes back in a moment. */
        LEAVING,
        /** The file is gone, and what it brought could not be taken back. */
        LEFT,
        /** Not a jar. */
        IGNORED;

        /** Whether a person should look at it. */
        public boolean isTrouble() {
            return switch (this) {
                case REFUSED, PUT_BACK, FAILED, BROKEN, LEFT -> true;
                default -> false;
            };
        }

        /** Whether the answer was about the set: once another file of it has changed or is gone, it is wanted again. */
        boolean dependsOnItsSet() {
            return this == REFUSED || this == PUT_BACK || this == FAILED || this == OLDER;
        }
    }

    public FileState {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(state, "state");
        reasons = List.copyOf(reasons);
    }
}
