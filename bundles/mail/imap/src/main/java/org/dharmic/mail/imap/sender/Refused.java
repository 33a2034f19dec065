package org.dharmic.mail.imap.sender;

/** A mail that will not be answered; thrown inside the domain, never out of the bundle. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Classes of reasons, few enough for a metric's tag. */
    public enum Why {
        MALFORMED,
        TOO_BIG,
        AUTOMATIC,
        NOT_ALLOWED,
        NOT_AUTHENTICATED,
        /** A copy of a mail that was admitted before. */
        REPLAYED,
        /** A cap is reached. */
        TOO_MANY,
        EMPTY
    }

    private final Why why;

    public Refused(Why why, String message) {
        super(message, null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
