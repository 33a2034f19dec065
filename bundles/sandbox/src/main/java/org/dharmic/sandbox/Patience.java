package org.dharmic.sandbox;

import java.time.Duration;

/** Looks again and again, in short steps, until a deadline. */
final class Patience {

    private static final long STEP_MILLIS = 10;

    private final long deadline;

    Patience(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    /** Waits a moment. False when the deadline has passed. */
    boolean goesOn() throws InterruptedException {
        if (System.nanoTime() - deadline >= 0) {
            return false;
        }
        Thread.sleep(STEP_MILLIS);
        return true;
    }
}
