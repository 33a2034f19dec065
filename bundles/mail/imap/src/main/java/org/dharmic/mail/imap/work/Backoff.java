package org.dharmic.mail.imap.work;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Doubling pauses with jitter: many clients of a server that comes back do not all knock at once. */
public final class Backoff {

    private final Duration first;
    private final Supplier<Duration> longest;
    private final DoubleSupplier random;
    private int failures;

    /** @param random 0 to 1 */
    public Backoff(Duration first, Duration longest, DoubleSupplier random) {
        this(first, () -> longest, random);
    }

    /**
     * @param longest asked anew each time
     * @param random 0 to 1
     */
    public Backoff(Duration first, Supplier<Duration> longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The pause after one more failure. */
    public synchronized Duration next() {
        return pause(failures++);
    }

    public synchronized void reset() {
        failures = 0;
    }

    /** The pause after so many earlier failures: half of it fixed, half of it by chance. */
    public Duration pause(int earlier) {
        long nominal = Math.min(longest.get().toMillis(), first.toMillis() << Math.min(earlier, 20));
        return Duration.ofMillis(nominal / 2 + (long) (nominal / 2.0 * random.getAsDouble()));
    }
}
