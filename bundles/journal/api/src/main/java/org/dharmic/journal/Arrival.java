package org.dharmic.journal;

import java.time.Instant;
import java.util.Objects;

/**
 * A mail that has been fetched into the spool.
 *
 * @param account name of the mail account, as in its configuration
 * @param folder the IMAP folder
 * @param uidValidity the folder's UIDVALIDITY (RFC 9051 section 2.3.1.1)
 * @param uid the message's UID
 * @param spooled its bytes
 * @param internalDate the server's INTERNALDATE
 */
public record Arrival(
        String account, String folder, long uidValidity, long uid, Spooled spooled, Instant internalDate) {
    public Arrival {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(spooled, "spooled");
        Objects.requireNonNull(internalDate, "internalDate");
    }
}
