package org.dharmic.executor.claudecli;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Lane;

/**
 * The right to have a process. Whoever somebody waits for goes first, and background work never takes the last slot as
 * long as there is more than one.
 */
final class Slots {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int max;
    private int used;
    private int usedInBackground;
    private int interactiveWaiting;
    private boolean closed;

    Slots(int max) {
        this.max = max;
    }

    void resize(int max) {
        lock.lock();
        try {
            this.max = max;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody gets a slot any more, and nobody waits for one. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a slot; false when none came free until the deadline. */
    boolean take(Lane lane, Deadline deadline) throws InterruptedException {
        boolean interactive = lane == Lane.INTERACTIVE;
        lock.lockInterruptibly();
        try {
            interactiveWaiting += interactive ? 1 : 0;
            try {
                while (!isFree(interactive)) {
                    if (closed || deadline.isOver()) {
                        return false;
                    }
                    changed.awaitNanos(deadline.left().toNanos());
                }
            } finally {
                interactiveWaiting -= interactive ? 1 : 0;
                changed.signalAll();
            }
            used++;
            usedInBackground += interactive ? 0 : 1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void give(Lane lane) {
        lock.lock();
        try {
            used--;
            usedInBackground -= lane == Lane.INTERACTIVE ? 0 : 1;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFree(boolean interactive) {
        if (closed || used >= max) {
            return false;
        }
        return interactive || interactiveWaiting == 0 && usedInBackground < Math.max(1, max - 1);
    }
}
