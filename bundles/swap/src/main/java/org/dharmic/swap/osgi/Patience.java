package org.dharmic.swap.osgi;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.support.Threads;
import org.osgi.framework.BundleException;

/**
 * Starts and stops bundles on a thread of their own, so that one that hangs in its activation does not take the exchange with
 * it: what hangs is left behind, and the old revision comes back.
 */
final class Patience {

    /** A start or a stop. */
    @FunctionalInterface
    interface Act {
        void run() throws BundleException;
    }

    /** @param interrupt whether to interrupt it when the time is over */
    void within(Duration limit, boolean interrupt, Act act) throws BundleException, TimeoutException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Threads.named("swap-step").newThread(() -> {
            try {
                act.run();
            } catch (BundleException | RuntimeException | LinkageError e) {
                failure.set(e);
            }
        });
        thread.start();
        if (!ended(thread, limit)) {
            if (interrupt) {
                thread.interrupt();
            }
            throw new TimeoutException("not within " + limit.toMillis() + " ms");
        }
        if (failure.get() instanceof BundleException refused) {
            throw refused;
        }
        if (failure.get() != null) {
            throw new BundleException(failure.get().toString(), failure.get());
        }
    }

    private static boolean ended(Thread thread, Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
