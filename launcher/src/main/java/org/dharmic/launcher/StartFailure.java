package org.dharmic.launcher;

/** Why a verb cannot do what was asked, in one line for the person at the terminal; no stack trace is shown. */
final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    StartFailure(String message) {
        this(message, Exit.FAILED);
    }

    StartFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = Exit.FAILED;
    }

    int exitCode() {
        return exitCode;
    }
}
