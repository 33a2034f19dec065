package org.dharmic.heartbeat.core;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of the beats, so that beats, alerts and status file have one order. For many threads. */
final class Timer {

    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final Gate gate;
    private final Meters meters;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Threads.named("heartbeat-beat"));

    Timer(Gate gate, Meters meters) {
        this.gate = gate;
        this.meters = meters;
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** As soon as possible, leaving or not. */
    void execute(Runnable task) {
        thread.execute(task);
    }

    /** After a while. Null when nothing is scheduled any more. */
    ScheduledFuture<?> after(Duration wait, Runnable task) {
        try {
            return thread.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Leaving: nothing is scheduled any more");
            return null;
        }
    }

    /** Again and again, whatever happens in it. Null when nothing is scheduled any more. */
    ScheduledFuture<?> every(Duration first, Duration period, String what, Runnable task) {
        try {
            return thread.scheduleAtFixedRate(
                    guarded(what, task), first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Leaving: nothing is scheduled any more");
            return null;
        }
    }

    static void cancel(ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    /** Does it through the gate and catches what it throws: that would end its schedule for good. */
    Runnable guarded(String what, Runnable task) {
        return () -> {
            if (!gate.enter()) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) {
                meters.count("heartbeat_failures_total", "what", what);
                LOG.warn("{} failed; it is tried again at its next time", what, e);
            } finally {
                gate.leave();
            }
        };
    }

    /**
     * Does it now and waits for it.
     *
     * @throws IllegalStateException when it failed or took longer than {@code limit}
     */
    <R> R call(Callable<R> task, String what, Duration limit) {
        Future<R> result = thread.submit(task);
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no end of " + what + " within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(what + " failed: " + e.getCause(), e.getCause());
        }
    }

    /** Schedules nothing more; what runs is not interrupted, it may be writing. */
    void close() {
        thread.shutdown();
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        return thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
