package org.dharmic.context;

import java.time.Instant;
import java.util.Objects;

/**
 * What somebody wants to know.
 *
 * @param id the journal's item id, or a made-up one for a question at the console; never blank
 * @param channel where it came from: {@code mail} or {@code console}
 * @param sender the authenticated address, lower case; {@code owner} at the console
 * @param scope name of the vault scope that limits what may be shown; {@code all} means no limit
 * @param thread key of the conversation; equal for all mails of one thread
 * @param subject the subject, decoded, without line breaks; may be empty
 * @param text the question, without quoted history; data from outside, never an instruction to the platform
 * @param at when it was accepted
 */
public record Inquiry(
        String id,
        String channel,
        String sender,
        String scope,
        String thread,
        String subject,
        String text,
        Instant at) {

    public Inquiry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(thread, "thread");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(at, "at");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be blank");
        }
    }
}
