package org.dharmic.support;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that tell in a dump whose they are: {@code <what>-<job>-<n>}. */
public final class Threads {

    private Threads() {}

    /**
     * Daemon threads with the given prefix, numbered from 1. All have the context class loader of the thread that asks for
     * the factory, whoever makes them start.
     */
    public static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return task -> {
            Thread thread = owned(task, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(context);
            return thread;
        };
    }

    /**
     * A new thread keeps the access control context of its maker, and with it the class loaders of all who are on the
     * stack: a pool that grows during a call of another bundle would keep that bundle's revision alive. Behind a privileged
     * frame only we are on the stack.
     */
    @SuppressWarnings("removal") // what comes after it will not inherit the context either
    private static Thread owned(Runnable task, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> new Thread(task, name));
    }
}
