package org.dharmic.metrics.core;

import java.time.Duration;

/**
 * Tells a leak from a busy hour: it compares the least memory seen in one period with the least in the period before.
 * What a burst of work takes is given back, what leaks is not.
 *
 * <p>Safe for many threads.
 */
final class Growth {

    private static final long NONE = Long.MAX_VALUE;

    private final long periodNanos;
    private long periodStart;
    private boolean started;
    private long least = NONE;
    private long leastBefore = NONE;
    private long grown;

    Growth(Duration period) {
        periodNanos = period.toNanos();
    }

    /** Notes a look; negative memory is unknown and counts for nothing. */
    synchronized void note(long bytes, long nanoTime) {
        if (bytes < 0) {
            return;
        }
        if (!started) {
            started = true;
            periodStart = nanoTime;
        }
        if (nanoTime - periodStart >= periodNanos) {
            grown = leastBefore == NONE ? 0 : least - leastBefore;
            leastBefore = least;
            least = NONE;
            periodStart = nanoTime;
        }
        least = Math.min(least, bytes);
    }

    /** Bytes by which the latest whole period lies above the one before; negative when below, 0 before there are two. */
    synchronized long bytes() {
        return grown;
    }
}
