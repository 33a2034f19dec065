package org.dharmic.swap.sources;

/** An argument that leads to no jar; the message says what was looked for and where. */
public final class UnknownSource extends Exception {

    private static final long serialVersionUID = 1L;

    public UnknownSource(String message) {
        super(message);
    }

    public UnknownSource(String message, Throwable cause) {
        super(message, cause);
    }
}
