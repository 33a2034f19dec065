package org.dharmic.agent.core;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that looks for work: when somebody says there is some, and regularly in case nobody does. */
final class Looker {

    private static final Logger LOG = LoggerFactory.getLogger(Looker.class);

    private final Semaphore hints = new Semaphore(0);
    private final Runnable look;
    private final Duration regularly;
    private final Runnable failed;
    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing; // of the thread alone: a fault is told once, not every second

    Looker(ThreadFactory factory, Duration regularly, Runnable look, Runnable failed) {
        this.look = look;
        this.regularly = regularly;
        this.failed = failed;
        this.thread = factory.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** There may be work. */
    void hint() {
        if (hints.availablePermits() == 0) {
            hints.release();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                look.run();
                failing = false;
            } catch (Neighbours.Unavailable e) {
                LOG.debug("{}", e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                failed.run();
                if (!failing) {
                    LOG.warn("{} failed, it goes on", Thread.currentThread().getName(), e);
                }
                failing = true;
            }
            try {
                if (!stopped && hints.tryAcquire(regularly.toMillis(), TimeUnit.MILLISECONDS)) {
                    hints.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Asks the thread to stop; it is not interrupted, it may be writing. */
    void stop() {
        stopped = true;
        hints.release();
    }

    /** Returns false when the thread has not ended in time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }
}
