package org.dharmic.mail.imap.sending;

/** No connection to the SMTP server could be made; nothing was sent. */
public final class SmtpUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    /** @param refused the server did not take the credentials: trying again soon would only lock the account */
    SmtpUnavailable(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    boolean refused() {
        return refused;
    }
}
