package org.dharmic.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A contract that several services keep at once. Safe for many threads. */
public final class Several<T> {

    private final String name;
    private final Duration wait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<T> present = new ArrayList<>();

    Several(String name, Duration wait) {
        this.name = name;
        this.wait = wait;
    }

    void arrived(T service) {
        Objects.requireNonNull(service, "service");
        lock.lock();
        try {
            present.add(service);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void left(T service) {
        lock.lock();
        try {
            present.removeIf(each -> each == service);
        } finally {
            lock.unlock();
        }
    }

    /** Those present now. */
    public List<T> now() {
        lock.lock();
        try {
            return List.copyOf(present);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Those present, at least one.
     *
     * @throws RoomUnavailable when none came in time
     */
    public List<T> all() {
        List<T> some = awaited();
        if (some.isEmpty()) {
            throw new RoomUnavailable(name, wait.toSeconds());
        }
        return some;
    }

    /** Those present, after waiting a bounded time for a first; empty when none came. */
    public List<T> awaited() {
        long nanos = wait.toNanos();
        lock.lock();
        try {
            while (present.isEmpty() && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            return List.copyOf(present);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }
}
