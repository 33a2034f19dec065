package org.dharmic.swap.engine;

/** A step of an exchange that the framework did not take; the message says which bundle and why. */
public final class StepFailed extends Exception {

    private static final long serialVersionUID = 1L;

    public StepFailed(String message) {
        super(message);
    }

    public StepFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
