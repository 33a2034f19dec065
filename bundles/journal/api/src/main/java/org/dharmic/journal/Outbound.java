package org.dharmic.journal;

import java.util.Objects;

/**
 * A mail the platform sends of its own accord: an alert, the result of a practice.
 *
 * @param key makes the submission idempotent: a second one with the same key is the first one
 * @param account the mail account that sends it, empty for any
 * @param about id of the item whose conversation it belongs to: it goes out as a reply to that mail; empty for a
 *     mail of its own
 * @param to one address
 * @param subject without line breaks
 * @param markdown the text
 */
public record Outbound(String key, String account, String about, String to, String subject, String markdown) {
    public Outbound {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(markdown, "markdown");
    }
}
