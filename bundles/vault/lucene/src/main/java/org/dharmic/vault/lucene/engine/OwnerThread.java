package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dharmic.support.Threads;

/**
 * The one thread that works on the index, and what it has to do now and later. It is asked to stop, never interrupted: from
 * then on no task begins, and one under way ends as soon as it can.
 */
final class OwnerThread {

    interface Task {
        void run() throws IOException;
    }

    private final ScheduledThreadPoolExecutor owner;
    private final Consumer<Throwable> failed;

    private volatile boolean stopping;

    /** @param failed is told, on the thread itself, what a task has thrown */
    OwnerThread(Consumer<Throwable> failed) {
        this.failed = failed;
        owner = new ScheduledThreadPoolExecutor(
                1, low(Threads.named("vault-index")), new ThreadPoolExecutor.DiscardPolicy());
        owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Threads that give way to those that answer. */
    static ThreadFactory low(ThreadFactory threads) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        };
    }

    /** For all threads; work that takes long asks now and then. */
    boolean isStopping() {
        return stopping;
    }

    void execute(Task task) {
        owner.execute(guarded(task));
    }

    void every(Duration delay, Task task) {
        owner.scheduleWithFixedDelay(guarded(task), delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void later(Duration delay, Task task) {
        if (!stopping) {
            schedule(delay, task);
        }
    }

    Future<?> schedule(Duration delay, Task task) {
        return owner.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Asks the thread to stop; what it does last comes after the task under way. */
    Future<?> stop(Runnable last) {
        stopping = true;
        return owner.submit(last);
    }

    void shutdown() {
        owner.shutdown();
    }

    private Runnable guarded(Task task) {
        return () -> {
            if (stopping) {
                return;
            }
            try {
                task.run();
            } catch (Exception | LinkageError e) {
                failed.accept(e);
            }
        };
    }
}
