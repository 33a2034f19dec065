package org.dharmic.mail.imap.intake;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dharmic.mail.MailUnavailable;

/**
 * Lets callers wait for a whole look into the mailbox that began after they asked. A look begins when the server is asked,
 * which may be on another thread than the one that reads its answer.
 */
final class Looks {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long begun;
    private long done;
    private long beganAt;
    private int taken;
    private String failure = "";

    void begin() {
        lock.lock();
        try {
            begun++;
            beganAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** For how long the one that began last has been going on. */
    Duration age() {
        lock.lock();
        try {
            return Duration.ofNanos(System.nanoTime() - beganAt);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the look that began last; also one that failed before it began counts as one. */
    void end(int taken, String failure) {
        lock.lock();
        try {
            begun = Math.max(begun, done + 1);
            done = begun;
            this.taken = taken;
            this.failure = failure;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the next look to begin. */
    long next() {
        lock.lock();
        try {
            return begun + 1;
        } finally {
            lock.unlock();
        }
    }

    int await(long number, Duration limit) {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (done < number) {
                if (nanos <= 0) {
                    throw new MailUnavailable(
                            "the look into the mailbox did not end within " + limit.toMillis() + " ms");
                }
                nanos = ended.awaitNanos(nanos);
            }
            if (!failure.isEmpty()) {
                throw new MailUnavailable(failure);
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailUnavailable("interrupted while waiting for the mailbox", e);
        } finally {
            lock.unlock();
        }
    }
}
