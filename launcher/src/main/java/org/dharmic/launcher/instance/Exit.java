package org.dharmic.launcher.instance;

/** Exit codes of {@code ./dharmic}. */
public final class Exit {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    /** As init scripts answer {@code status}: not running. */
    public static final int NOT_RUNNING = 3;

    private Exit() {}
}
