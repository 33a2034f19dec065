package org.dharmic.vault;

/** The vault cannot give what was asked: no such note, outside the vault, too large, unreadable. The message says which. */
public final class VaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VaultException(String message) {
        super(message);
    }

    public VaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
