package org.dharmic.telos;

/** A change that is not allowed, or a file that is not a telos. Nothing was changed; the message says why. */
public final class TelosRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TelosRefused(String message) {
        super(message);
    }

    public TelosRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
