package org.dharmic.agent.core.thinking;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.dharmic.executor.Completion.Retry;

/**
 * Leaves an executor alone that failed: as long as it asked for, and with growing pauses once it failed several times in a
 * row. After a pause calls are let through again; the first one decides.
 *
 * <p>Without locks: a state is replaced as a whole.
 */
final class Breaker {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private record State(int failures, long untilNanos, boolean paused, Retry.Cause cause, String why) {}

    private static final State CLOSED = new State(0, 0, false, Retry.Cause.FAULT, "");

    private final AtomicReference<State> state = new AtomicReference<>(CLOSED);
    private final LongSupplier nanos;

    Breaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean isOpen() {
        return !left().isZero();
    }

    /** Time until it may be tried again; zero when it may be tried now. */
    Duration left() {
        State now = state.get();
        return now.paused() ? Duration.ofNanos(Math.max(0, now.untilNanos() - nanos.getAsLong())) : Duration.ZERO;
    }

    /** Whether it is left alone because it has no room, which passes by itself. */
    boolean isBusy() {
        return state.get().cause() == Retry.Cause.BUSY && isOpen();
    }

    /** Why it is left alone. */
    String why() {
        return state.get().why();
    }

    /** @return whether it had failed before */
    boolean succeeded() {
        return state.getAndSet(CLOSED).failures() > 0;
    }

    /**
     * @param retry what the executor asked for
     * @param threshold failures in a row before the own pauses begin
     * @return whether it is the first failure in a row
     */
    boolean failed(Retry retry, int threshold) {
        State was = state.getAndUpdate(before -> {
            int failures = Math.min(before.failures() + 1, 1_000);
            Duration own = Duration.ZERO;
            if (failures >= threshold) {
                int doublings = Math.min(failures - threshold, 6);
                own = FIRST_PAUSE.multipliedBy(1L << doublings);
                own = own.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : own;
            }
            Duration pause = retry.after().compareTo(own) > 0 ? retry.after() : own;
            return new State(failures, nanos.getAsLong() + pause.toNanos(), true, retry.cause(), retry.why());
        });
        return was.failures() == 0;
    }
}
