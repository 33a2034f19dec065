package org.dharmic.mail.imap.mime;

import java.io.IOException;
import java.io.InputStream;
import org.dharmic.journal.Spooled;

/** Where the decoded bytes of attached files go, as the journal's spool takes them. */
@FunctionalInterface
public interface AttachmentStore {

    /**
     * Copies a stream to where it stays, never wholly in memory. The stream is not closed.
     *
     * @param maxBytes the stream is no longer than this, or fails
     * @throws IOException when the stream fails or the bytes cannot be stored; nothing stays
     */
    Spooled store(InputStream decoded, long maxBytes) throws IOException;
}
