package org.dharmic.mail.imap;

/** No journal now, or its storage fails: work stays where it is and is tried again. */
final class JournalAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalAway(String message, Throwable cause) {
        super(message, cause);
    }
}
