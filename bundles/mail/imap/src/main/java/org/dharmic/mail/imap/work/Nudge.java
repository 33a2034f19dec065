package org.dharmic.mail.imap.work;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes the one thread that waits for it; a nudge given while it works makes its next wait short. */
public final class Nudge {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private boolean raised;

    public void give() {
        lock.lock();
        try {
            raised = true;
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets nudges given so far; called before the work they ask for. */
    public void clear() {
        lock.lock();
        try {
            raised = false;
        } finally {
            lock.unlock();
        }
    }

    public boolean isGiven() {
        lock.lock();
        try {
            return raised;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a nudge, at most {@code limit}. */
    public void await(Duration limit) {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (!raised && nanos > 0) {
                nanos = given.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
