package org.dharmic.mail.imap.connection;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The median of the newest durations: one slow look does not hide how the others are. For many threads. */
public final class RecentMedian {

    private static final int KEPT = 101;

    private final long[] nanos = new long[KEPT];
    private long count;

    public synchronized void add(Duration took) {
        nanos[(int) (count % KEPT)] = took.toNanos();
        count++;
    }

    /** Empty before the first. */
    public synchronized Optional<Duration> median() {
        int n = (int) Math.min(count, KEPT);
        if (n == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, n);
        Arrays.sort(sorted);
        return Optional.of(Duration.ofNanos(sorted[n / 2]));
    }
}
