package org.dharmic.benchmarks.vault.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Does numbered things one after the other, or on several threads, and takes the time of each. JDK alone: it runs in the
 * container as well.
 */
public final class Load {

    /**
     * What a run took.
     *
     * @param nanos of each thing that was done, by number
     * @param wallNanos from the first to the last
     */
    public record Run(long[] nanos, long wallNanos) {

        public double perSecond() {
            return nanos.length * 1e9 / wallNanos;
        }
    }

    private Load() {}

    /** @param budgetNanos after which nothing more is begun, so that a slow engine ends as well */
    public static Run run(int count, int threads, long budgetNanos, IntConsumer step) throws InterruptedException {
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        Runnable worker = () -> {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                long before = System.nanoTime();
                if (before - start > budgetNanos) {
                    next.set(count);
                    return;
                }
                step.accept(number);
                nanos[number] = Math.max(1, System.nanoTime() - before);
            }
        };
        if (threads == 1) {
            worker.run();
        } else {
            onThreads(threads, worker);
        }
        long wall = System.nanoTime() - start;
        return new Run(Arrays.stream(nanos).filter(each -> each > 0).toArray(), wall);
    }

    private static void onThreads(int threads, Runnable worker) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(worker));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A thing to measure failed", e.getCause());
        } finally {
            pool.shutdown();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
