package org.dharmic.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One look at everything.
 *
 * @param at when it began
 * @param took how long it took
 * @param status the worst of its checks
 * @param checks in the order of their names
 */
public record Beat(Instant at, Duration took, Status status, List<Check> checks) {

    /** From best to worst. */
    public enum Status {
        OK,
        /** Something to look at, it heals itself. */
        WARN,
        /** The room is being exchanged, or not there for the moment. */
        TEMPORARILY_UNAVAILABLE,
        /** A capability is lost until someone acts. */
        CRITICAL
    }

    /**
     * One check.
     *
     * @param name stable, for example {@code mail.work}
     * @param message one line: the state, and what to do if it is not good
     * @param took how long it took
     */
    public record Check(String name, Status status, String message, Duration took) {
        public Check {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(took, "took");
        }
    }

    public Beat {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(status, "status");
        checks = List.copyOf(checks);
    }
}
