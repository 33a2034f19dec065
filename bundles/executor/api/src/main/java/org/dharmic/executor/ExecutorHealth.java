package org.dharmic.executor;

import java.time.Instant;
import java.util.Objects;

/**
 * Whether an executor can be used.
 *
 * @param usable false: the agent passes over it
 * @param reason one line for people: what it is, or what is missing and where to mend it
 * @param since when this state began
 */
public record ExecutorHealth(boolean usable, String reason, Instant since) {
    public ExecutorHealth {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
    }
}
