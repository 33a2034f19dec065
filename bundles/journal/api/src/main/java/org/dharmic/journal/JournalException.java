package org.dharmic.journal;

/**
 * The storage failed: nothing of the call took effect. The message names the file and what to do. The caller keeps its
 * work and tries again later.
 */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    public JournalException(String message) {
        super(message);
    }
}
