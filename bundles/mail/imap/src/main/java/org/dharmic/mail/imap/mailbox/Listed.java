package org.dharmic.mail.imap.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * A mail as the server lists it.
 *
 * @param size as the server says, which some only guess
 * @param content its raw bytes
 */
public record Listed(long uid, long size, Instant internalDate, Content content) {

    /** Where the bytes of a mail come from. */
    @FunctionalInterface
    public interface Content {
        /**
         * The raw bytes, without setting {@code \Seen}. Opening or reading throws an IOException when the line drops, when
         * the server refuses, or with a {@link jakarta.mail.MessageRemovedException} as its cause when the mail is gone.
         */
        InputStream open() throws IOException;
    }

    Listed with(Content other) {
        return new Listed(uid, size, internalDate, other);
    }
}
