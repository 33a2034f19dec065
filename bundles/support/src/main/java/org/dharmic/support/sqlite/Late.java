package org.dharmic.support.sqlite;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store that is opened by whoever needs it first, not while its component is activated: loading the native library
 * takes longer than a component may. After a failure it is tried again by the next caller, but not at once.
 *
 * <p>Safe for many threads; callers wait while another one opens.
 */
public final class Late<T extends AutoCloseable> implements AutoCloseable {

    /** The store could not be opened. */
    public static final class NotOpen extends Exception {
        private static final long serialVersionUID = 1L;

        NotOpen(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A failed opening.
     *
     * @param why the message of the failure
     * @param since when it failed first
     */
    public record Failure(String why, Instant since) {
        public Failure {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(since, "since");
        }
    }

    /** How long {@link #close} waits for an opening under way. */
    private static final Duration LEAVING = Duration.ofSeconds(1);

    private final Callable<T> opening;
    private final Duration pause;
    private final Clock clock;
    /** Held while opening: there must not be two of the store. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile T open;
    private volatile Failure failure;
    private Exception cause;
    private long failedAt;
    private volatile boolean closed;

    /**
     * @param opening opens the store
     * @param pause how long a failure answers for itself before opening is tried again
     * @param clock tells since when it has been failing
     */
    public Late(Callable<T> opening, Duration pause, Clock clock) {
        this.opening = opening;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * The open store.
     *
     * @throws NotOpen when opening failed now or a moment ago, or after {@link #close}
     */
    public T get() throws NotOpen {
        T present = open;
        return present != null ? present : openNow();
    }

    private T openNow() throws NotOpen {
        lock.lock();
        try {
            if (open != null) {
                return open;
            }
            if (closed) {
                throw new NotOpen("closed", null);
            }
            if (cause == null || System.nanoTime() - failedAt >= pause.toNanos()) {
                attempt();
            }
            if (open == null) {
                throw new NotOpen(failure.why(), cause);
            }
            T opened = open;
            if (closed) {
                closeLate();
                throw new NotOpen("closed", null);
            }
            return opened;
        } finally {
            lock.unlock();
        }
    }

    private void attempt() {
        try {
            open = opening.call();
            cause = null;
            failure = null;
        } catch (Exception e) {
            cause = e;
            failedAt = System.nanoTime();
            Instant since = failure == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : failure.since();
            failure = new Failure(String.valueOf(e.getMessage()), since);
        }
    }

    /** It was closed while it was being opened, and nobody waited: whoever opened it closes it. */
    private void closeLate() {
        T late = open;
        open = null;
        try {
            late.close();
        } catch (Exception e) {
            cause = e;
        }
    }

    /** The store if it is open. */
    public Optional<T> now() {
        return Optional.ofNullable(open);
    }

    /** Why it is not open; empty when it is, or nobody has tried yet. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Closes the store if it was opened; it does not open again. An opening under way is given a moment; one that hangs
     * closes what it opened itself.
     */
    @Override
    public void close() throws Exception {
        closed = true;
        if (!lockWithin(LEAVING)) {
            throw new NotOpen("it is still being opened; it is closed when that ends", null);
        }
        T before;
        try {
            before = open;
            open = null;
        } finally {
            lock.unlock();
        }
        if (before != null) {
            before.close();
        }
    }

    private boolean lockWithin(Duration wait) {
        try {
            return lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }
}
