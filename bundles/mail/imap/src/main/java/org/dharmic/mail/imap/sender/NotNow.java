package org.dharmic.mail.imap.sender;

/** It cannot be decided now and may be decided later: a name server does not answer. */
public final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;

    public NotNow(String message, Throwable cause) {
        super(message, cause);
    }
}
