package org.dharmic.executor;

/** Who waits. Interactive runs go first, so that summaries never delay a reply. */
public enum Lane {
    INTERACTIVE,
    BACKGROUND
}
