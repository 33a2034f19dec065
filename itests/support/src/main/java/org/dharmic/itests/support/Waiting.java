package org.dharmic.itests.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition with a deadline, never for a time. */
public final class Waiting {

    private static final long POLL_MILLIS = 10;

    private Waiting() {}

    /** @param what for the message when it does not come */
    public static void until(Duration limit, Supplier<String> what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(what.get() + " did not come within " + limit.toMillis() + " ms");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
