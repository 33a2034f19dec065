package org.dharmic.swap.sources;

/** An argument stands for no jar on this machine; the message says what was expected and where was looked. */
public final class UnknownSource extends Exception {

    private static final long serialVersionUID = 1L;

    public UnknownSource(String message) {
        super(message);
    }

    public UnknownSource(String message, Throwable cause) {
        super(message, cause);
    }
}
