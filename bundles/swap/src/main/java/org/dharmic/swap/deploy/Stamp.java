package org.dharmic.swap.deploy;

import java.time.Instant;

/** What tells one version of a file from the next without reading it. */
record Stamp(long size, Instant modified, long inode) {

    /** Moved or restored from a backup, perhaps, but not written: only its place on the disk may differ. */
    boolean looksLike(Stamp other) {
        return size == other.size && modified.equals(other.modified);
    }
}
