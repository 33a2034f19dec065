package org.dharmic.journal;

import java.util.Objects;
import java.util.Optional;

/**
 * A file that came with a mail.
 *
 * @param name as the sender calls it, cleaned: one line, no path, never blank
 * @param type media type in lower case, for example {@code text/csv}
 * @param size decoded bytes; of one that was cut off, what was counted until then
 * @param bytes where its decoded bytes are; empty when they were left out, which the size or the limits explain
 */
public record Attachment(String name, String type, long size, Optional<Spooled> bytes) {
    public Attachment {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(bytes, "bytes");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
    }
}
