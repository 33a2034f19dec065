package org.dharmic.journal;

/** The lease ran out or was given up, and somebody else may work on the item: drop what was done with it. */
public final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLost(String message) {
        super(message);
    }
}
