package org.dharmic.journal;

import java.util.Objects;

/**
 * Bytes in the spool: written, forced and renamed. They are swept by a later opening of the journal unless an item refers
 * to them by then.
 *
 * @param ref name for {@link Journal#read}
 * @param sha256 lower-case hexadecimal digest of the bytes
 * @param size in bytes
 */
public record Spooled(String ref, String sha256, long size) {
    public Spooled {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(sha256, "sha256");
    }
}
