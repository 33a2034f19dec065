package org.dharmic.mail.imap.work;

/** No journal now, or its storage fails: work stays where it is and is tried again. */
public final class JournalAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalAway(String message, Throwable cause) {
        super(message, cause);
    }
}
