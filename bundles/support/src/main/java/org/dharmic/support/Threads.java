package org.dharmic.support;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that tell in a dump whose they are: {@code <what>-<job>-<n>}. */
public final class Threads {

    private Threads() {}

    /** Daemon threads with the given prefix, numbered from 1. */
    public static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
