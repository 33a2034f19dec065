package org.dharmic.launcher.instance;

/** Why a verb cannot do what was asked, in one line for the person at the terminal; no stack trace is shown. */
public final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public StartFailure(String message) {
        this(message, Exit.FAILED);
    }

    public StartFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = Exit.FAILED;
    }

    public int exitCode() {
        return exitCode;
    }
}
