package org.dharmic.platform;

/** A secret cannot be had; the message says why and what to do. */
public final class SecretUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretUnavailable(String message) {
        super(message);
    }
}
