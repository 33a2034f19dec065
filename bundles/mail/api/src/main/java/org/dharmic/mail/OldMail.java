package org.dharmic.mail;

import java.time.Instant;
import java.util.Objects;

/**
 * A mail that lay in the folder before the account began, and is therefore not answered by itself.
 *
 * @param uid its UID in the folder
 * @param from the From line, decoded, one line; hostile text
 * @param subject decoded, one line; hostile text
 * @param date the server's INTERNALDATE
 * @param bytes its size
 */
public record OldMail(long uid, String from, String subject, Instant date, long bytes) {
    public OldMail {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(date, "date");
    }
}
