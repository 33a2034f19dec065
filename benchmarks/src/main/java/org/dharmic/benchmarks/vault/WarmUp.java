package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.dharmic.benchmarks.vault.load.Load;

/**
 * Asks before something is measured, until the engine is as fast as it becomes: compilers and caches are at work for a while,
 * and on several threads for another. The same rule for every engine.
 */
final class WarmUp {

    /** Rounds of compilers that have not begun yet, or are not done, may be equal too: after 50 s they still take a tenth of the time. */
    static final long LEAST = TimeUnit.SECONDS.toNanos(30);

    static final long MOST = TimeUnit.SECONDS.toNanos(60);
    private static final double CLOSE = 0.05;

    /** The same queries once more. */
    interface Round {
        Load.Run ask(long budgetNanos) throws IOException, InterruptedException;
    }

    private final LongSupplier clock;

    WarmUp() {
        this(System::nanoTime);
    }

    /** @param clock in nanoseconds */
    WarmUp(LongSupplier clock) {
        this.clock = clock;
    }

    /** Until two rounds in a row took nearly the same for each query; what that took, for the line of what is measured. */
    Map<String, Object> with(Round round) throws IOException, InterruptedException {
        long start = clock.getAsLong();
        double before = 0;
        boolean settled = false;
        int rounds = 0;
        long passed = 0;
        while (passed < MOST && !(settled && passed >= LEAST)) {
            double now = round.ask(MOST - passed).perSecond();
            settled = rounds > 0 && Math.abs(now - before) <= CLOSE * before;
            before = now;
            rounds++;
            passed = clock.getAsLong() - start;
        }
        return Map.of("warm_up_s", Progress.rounded(passed / 1e9, 1), "warm_up_settled", settled);
    }
}
