package org.dharmic.support;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The way into a component, and the way it leaves: whoever works passes the gate, and {@link #drain} closes it and waits
 * for those inside. {@link #exchange} does the same for a moment, when something behind the gate is put in the place of
 * something else.
 *
 * <p>Safe for many threads. A gate that has begun to drain never opens again.
 */
public final class Gate {

    /** Says that the component is leaving; the caller tries again with its successor. */
    public static final class Leaving extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public Leaving(String what) {
            super(what + " is leaving; ask the service again");
        }
    }

    /** Longer than an exchange takes; a caller who waited so long is sent away and may come again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Condition opened = lock.newCondition();
    private int inside;
    private boolean held;
    private boolean draining;

    /** @param what names the component in messages, for example {@code journal.sqlite} */
    public Gate(String what) {
        this.what = what;
    }

    /**
     * Goes in; waits while something is being exchanged. Returns false once draining has begun, or when the wait was
     * interrupted; then {@link #leave} must not be called.
     */
    public boolean enter() {
        lock.lock();
        try {
            long nanos = PATIENCE.toNanos();
            while (held && !draining && nanos > 0) {
                nanos = opened.awaitNanos(nanos);
            }
            if (held || draining) {
                return false;
            }
            inside++;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Goes out again, once for every successful {@link #enter}. */
    public void leave() {
        lock.lock();
        try {
            if (inside == 0) {
                throw new IllegalStateException("leave() without enter() at the gate of " + what);
            }
            inside--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a call inside the gate.
     *
     * @throws Leaving when draining has begun
     */
    public <R> R through(Supplier<R> call) {
        if (!enter()) {
            throw new Leaving(what);
        }
        try {
            return call.get();
        } finally {
            leave();
        }
    }

    /** As {@link #through(Supplier)}, for a call without a result. */
    public void run(Runnable call) {
        through(() -> {
            call.run();
            return null;
        });
    }

    /**
     * Closes the gate and waits until nobody is inside.
     *
     * @return false when somebody was still inside after {@code limit}
     */
    public boolean drain(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            draining = true;
            opened.signalAll();
            return awaitNobody(nanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNobody(long limit) throws InterruptedException {
        long nanos = limit;
        while (inside > 0) {
            if (nanos <= 0) {
                return false;
            }
            nanos = left.awaitNanos(nanos);
        }
        return true;
    }

    /**
     * Exchanges something behind the gate: new calls wait, those inside are awaited, then the change is made and the gate
     * opens again. Must not be called from inside. For one thread at a time.
     *
     * @param limit how long those inside are awaited; the change is made then in any case, and fails them
     * @return false when somebody was still inside after {@code limit}
     */
    public boolean exchange(Duration limit, Runnable change) {
        boolean alone = false;
        hold(true);
        try {
            alone = awaitAlone(limit);
            change.run();
        } finally {
            hold(false);
        }
        return alone;
    }

    private void hold(boolean now) {
        lock.lock();
        try {
            held = now;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitAlone(Duration limit) {
        lock.lock();
        try {
            return awaitNobody(limit.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** How many are inside now. */
    public int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }

    public boolean isDraining() {
        lock.lock();
        try {
            return draining;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits for those inside: work that takes long looks now and then and gives up. */
    public boolean isAwaited() {
        lock.lock();
        try {
            return draining || held;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return what + (isDraining() ? " (draining, " : " (open, ") + inside() + " inside)";
    }
}
