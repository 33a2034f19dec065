package org.dharmic.deepmemory;

import java.time.Instant;
import java.util.Objects;

/** What a conversation came to. */
public record Summary(String session, String text, int messages, Instant at) {
    public Summary {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(at, "at");
    }
}
