package org.dharmic.journal;

import java.util.Objects;

/**
 * How far a folder has been taken in: every UID up to and including {@code lastUid} is accepted or was there before the
 * start.
 */
public record Cursor(String account, String folder, long uidValidity, long lastUid) {
    public Cursor {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(folder, "folder");
    }
}
