package org.dharmic.launcher;

/** Exit codes of {@code ./dharmic}. */
final class Exit {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** As init scripts answer {@code status}: not running. */
    static final int NOT_RUNNING = 3;

    private Exit() {}
}
