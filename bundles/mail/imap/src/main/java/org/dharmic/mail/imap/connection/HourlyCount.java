package org.dharmic.mail.imap.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How often something happened: in all, and in the last 60 minutes. For many threads. */
public final class HourlyCount {

    private static final int MINUTES = 60;

    private final LongSupplier nanos;
    /** One for each minute, used again an hour later. */
    private final long[] counts = new long[MINUTES];

    private final long[] minutes = new long[MINUTES];
    private final long start;
    private long total;

    /** @param nanos a clock that never jumps, such as {@link System#nanoTime} */
    HourlyCount(LongSupplier nanos) {
        this.nanos = nanos;
        start = nanos.getAsLong();
    }

    public synchronized void add() {
        long minute = minute();
        int slot = (int) (minute % MINUTES);
        if (minutes[slot] != minute) {
            minutes[slot] = minute;
            counts[slot] = 0;
        }
        counts[slot]++;
        total++;
    }

    public synchronized long total() {
        return total;
    }

    public synchronized long lastHour() {
        long oldest = minute() - MINUTES;
        long sum = 0;
        for (int slot = 0; slot < MINUTES; slot++) {
            sum += minutes[slot] > oldest ? counts[slot] : 0;
        }
        return sum;
    }

    /** From 1 on: an unused slot says 0, which must not be a minute. */
    private long minute() {
        return MINUTES + TimeUnit.NANOSECONDS.toMinutes(nanos.getAsLong() - start);
    }
}
