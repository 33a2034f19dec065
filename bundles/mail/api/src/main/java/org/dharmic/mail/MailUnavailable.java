package org.dharmic.mail;

/** The mailbox could not be reached. It is tried again without asking; nothing is lost. */
public final class MailUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MailUnavailable(String message) {
        super(message);
    }

    public MailUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
