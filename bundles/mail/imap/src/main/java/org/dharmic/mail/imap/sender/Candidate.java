package org.dharmic.mail.imap.sender;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.dharmic.mail.imap.mime.ParsedMail;

/**
 * A mail whose sender wants to speak.
 *
 * @param item id of the work item
 * @param released whether a person has let this very mail through
 * @param mail what it was parsed into
 * @param raw its bytes as they came
 * @param arrived when our server took it
 */
public record Candidate(String item, boolean released, ParsedMail mail, Raw raw, Instant arrived) {

    /** The bytes of a mail, which can be read as often as needed. */
    @FunctionalInterface
    public interface Raw {
        InputStream open() throws IOException;
    }
}
