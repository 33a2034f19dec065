package org.dharmic.itests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls a service from several threads at a steady rate while it is exchanged, and keeps the books: what failed, the
 * longest wait, and the pause between the last answer of one revision and the first of the next.
 *
 * <p>The rate is kept by the clock: calls that were due during a wait are made up for, as in a queue of people.
 */
final class SteadyCalls implements AutoCloseable {

    private static final class Answers {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
    }

    private final ExecutorService threads;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Future<?>> running = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Object books = new Object();
    /** By revision, in the order of their first answers. */
    private final Map<Integer, Answers> answers = new LinkedHashMap<>();

    private long calls;
    private long longest;

    /**
     * Begins.
     *
     * @param perSecond of all threads together
     * @param call throws when the answer is wrong; returns the service that answered
     */
    SteadyCalls(int threadCount, int perSecond, Callable<Object> call) {
        threads = Executors.newFixedThreadPool(threadCount);
        long gap = Duration.ofSeconds(threadCount).toNanos() / perSecond;
        for (int i = 0; i < threadCount; i++) {
            long begin = System.nanoTime() + gap * i / threadCount;
            running.add(threads.submit(() -> {
                for (long due = begin; !stopped.get(); due += gap) {
                    for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                        LockSupport.parkNanos(due - now);
                    }
                    one(call);
                }
            }));
        }
    }

    private void one(Callable<Object> call) {
        long start = System.nanoTime();
        try {
            // The class loader tells revisions apart; held by its number, or it could not go.
            int revision = System.identityHashCode(call.call().getClass().getClassLoader());
            long end = System.nanoTime();
            synchronized (books) {
                calls++;
                longest = Math.max(longest, end - start);
                Answers of = answers.computeIfAbsent(revision, unseen -> new Answers());
                of.first = Math.min(of.first, end);
                of.last = Math.max(of.last, end);
            }
        } catch (Exception | LinkageError | AssertionError e) {
            failures.add("after " + (System.nanoTime() - start) / 1_000_000 + " ms: " + e);
        }
    }

    /** How many revisions have answered so far. */
    int revisions() {
        synchronized (books) {
            return answers.size();
        }
    }

    long calls() {
        synchronized (books) {
            return calls;
        }
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    Duration longestWait() {
        synchronized (books) {
            return Duration.ofNanos(longest);
        }
    }

    /** From the last answer of each revision to the first of the next. */
    List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        synchronized (books) {
            Answers before = null;
            for (Answers each : answers.values()) {
                if (before != null) {
                    pauses.add(Duration.ofNanos(Math.max(0, each.first - before.last)));
                }
                before = each;
            }
        }
        return pauses;
    }

    /**
     * The shortest of the pauses: what an exchange takes by itself. The others say how busy the machine is with something
     * else, and are for the log.
     */
    Duration shortestPause() {
        return pauses().stream().min(Duration::compareTo).orElseThrow();
    }

    /** Ends the calls; the books stay readable. */
    void stop() throws InterruptedException, ExecutionException {
        stopped.set(true);
        for (Future<?> each : running) {
            each.get();
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.shutdown();
    }
}
