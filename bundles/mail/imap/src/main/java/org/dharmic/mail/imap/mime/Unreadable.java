package org.dharmic.mail.imap.mime;

/** A mail that cannot be read, or only with more effort than any honest mail needs; the message says why, on one line. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unreadable(String message) {
        super(message, null, false, false);
    }
}
