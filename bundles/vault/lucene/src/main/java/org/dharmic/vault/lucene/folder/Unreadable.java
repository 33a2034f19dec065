package org.dharmic.vault.lucene.folder;

import java.io.IOException;

/** A path that the vault does not give: outside, excluded, no regular file, too large, binary. The message says which. */
public final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
        super(message);
    }
}
