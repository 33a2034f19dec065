package org.dharmic.mail;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What an account's connections cost.
 *
 * @param connects IMAP and SMTP connections made since the component started
 * @param connectsLastHour of them in the last 60 minutes
 * @param handshakes TLS handshakes since the component started
 * @param handshakesLastHour of them in the last 60 minutes
 * @param coldLook median duration of a look into the mailbox that had to connect first
 * @param warmLook median duration of a look over the connection that was kept
 * @param ambiguous replies whose sending ended without the server's word since the component started
 */
public record ConnectionFigures(
        long connects,
        long connectsLastHour,
        long handshakes,
        long handshakesLastHour,
        Optional<Duration> coldLook,
        Optional<Duration> warmLook,
        long ambiguous) {
    public ConnectionFigures {
        Objects.requireNonNull(coldLook, "coldLook");
        Objects.requireNonNull(warmLook, "warmLook");
    }
}
