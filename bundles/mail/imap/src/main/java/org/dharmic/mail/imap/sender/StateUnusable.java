package org.dharmic.mail.imap.sender;

/** A file on which a decision rests cannot be read or written. Nobody is admitted before it can. */
public final class StateUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
