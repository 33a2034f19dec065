package org.dharmic.strangememory;

/** Storage failed; the message names the file. */
public final class StrangeMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StrangeMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
