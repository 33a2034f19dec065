package org.dharmic.swap.jar;

/** A file that is no bundle to be exchanged; the message names the file, what it holds, and what was expected. */
public final class UnusableJar extends Exception {

    private static final long serialVersionUID = 1L;

    public UnusableJar(String message) {
        super(message);
    }

    public UnusableJar(String message, Throwable cause) {
        super(message, cause);
    }
}
