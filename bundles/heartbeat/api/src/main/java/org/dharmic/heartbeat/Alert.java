package org.dharmic.heartbeat;

import java.time.Instant;
import java.util.Objects;

/**
 * Something the owner should know.
 *
 * @param key equal for all alerts about the same trouble
 * @param status how bad; OK when it is over
 * @param message one line
 * @param at when
 */
public record Alert(String key, Beat.Status status, String message, Instant at) {
    public Alert {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(at, "at");
    }
}
