package org.dharmic.deepmemory;

/** Storage failed and nothing of the call took effect; the message names the file and what to do. */
public final class DeepMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeepMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
