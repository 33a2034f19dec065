package org.dharmic.deepmemory;

import java.time.Instant;
import java.util.Objects;

/**
 * One turn of a conversation.
 *
 * @param session key of the conversation, the thread of a mail
 * @param role {@code user} or {@code assistant}
 * @param text what was said
 * @param at when
 */
public record Turn(String session, String role, String text, Instant at) {
    public Turn {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(at, "at");
        if (!role.equals("user") && !role.equals("assistant")) {
            throw new IllegalArgumentException("role must be user or assistant, was '" + role + "'");
        }
    }
}
