package org.dharmic.mail.imap.sender;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many mails are admitted in an hour: of one sender, in one thread, in all. Two programs that answer each other stop
 * here, and so does whoever wants to spend the model's budget. Each is a bucket that holds an hour's worth and fills
 * evenly; after a start they are full.
 */
public final class Caps {

    private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();
    /** Parts that fill a bucket one after the other may add up to a hair less than one. */
    private static final double ROUNDING = 1e-6;

    /** Buckets that are kept; one that was not needed for longest is full, or nearly so. */
    private static final int MAX_BUCKETS = 5_000;

    private static final class Bucket {
        private double left;
        private long atNanos;

        Bucket(double left, long atNanos) {
            this.left = left;
            this.atNanos = atNanos;
        }

        /** With the size that is in force now, which may have changed since the last time. */
        void fill(int size, long nanos) {
            left = Math.min(size, left + size * ((nanos - atNanos) / NANOS_PER_HOUR));
            atNanos = nanos;
        }
    }

    private final LongSupplier nanoTime;
    /** Guarded by this; in the order of their use. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    public Caps(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a mail, unless a cap is reached.
     *
     * @return which one; empty when the mail was counted
     */
    synchronized Optional<String> take(String sender, String thread, SenderPolicy.CapRules rules) {
        if (isEmpty("sender " + sender, rules.sender())) {
            return Optional.of("more than " + rules.sender() + " mails an hour from this sender (cap.sender.per.hour)");
        }
        if (isEmpty("thread " + thread, rules.thread())) {
            return Optional.of("more than " + rules.thread() + " mails an hour in this thread (cap.thread.per.hour)");
        }
        if (isEmpty("all", rules.all())) {
            return Optional.of("more than " + rules.all() + " mails an hour in all (cap.all.per.hour)");
        }
        for (String name : new String[] {"sender " + sender, "thread " + thread, "all"}) {
            Bucket bucket = buckets.get(name);
            if (bucket != null) {
                bucket.left--;
            }
        }
        return Optional.empty();
    }

    private boolean isEmpty(String name, int size) {
        if (size == 0) {
            buckets.remove(name); // no cap
            return false;
        }
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(name, each -> new Bucket(size, now));
        bucket.fill(size, now);
        return bucket.left < 1 - ROUNDING;
    }
}
