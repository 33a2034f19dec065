package org.dharmic.telos;

import java.util.List;
import java.util.Objects;

/**
 * One entry of the telos' history.
 *
 * @param timestamp local ISO time without offset, as in the file
 * @param previous aims before, empty for the creation
 * @param now aims afterwards, empty when the file does not say
 * @param reason why
 */
public record Development(String timestamp, List<String> previous, List<String> now, String reason) {
    public Development {
        Objects.requireNonNull(timestamp, "timestamp");
        previous = List.copyOf(previous);
        now = List.copyOf(now);
        Objects.requireNonNull(reason, "reason");
    }
}
