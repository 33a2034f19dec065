package org.dharmic.itests;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Calls a service of one bundle over and over, as a room that needs it would, and measures its pause in an exchange: from
 * the last call that succeeded on the old registration to the first on the new one.
 */
final class Caller<S> implements AutoCloseable {

    private static final long BETWEEN_NANOS = 1_000_000;

    private final BundleContext context;
    private final Bundle bundle;
    private final Class<S> type;
    private final Consumer<S> call;
    private final Thread thread;
    private volatile boolean stopped;
    /** Of the thread alone. */
    private Object lastRegistration;

    private long lastSuccess;

    private volatile long calls;
    private volatile long changes;
    private volatile long pauseNanos;
    private volatile RuntimeException lastFailure;

    Caller(BundleContext context, Bundle bundle, Class<S> type, Consumer<S> call) {
        this.context = context;
        this.bundle = bundle;
        this.type = type;
        this.call = call;
        this.thread = new Thread(this::run, "caller-" + type.getSimpleName());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            ServiceReference<?> reference = reference();
            if (reference != null) {
                once(reference);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    /** Null when there is none at the moment. */
    private ServiceReference<?> reference() {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(type.getName(), null);
            return all == null
                    ? null
                    : Arrays.stream(all)
                            .filter(each -> bundle.equals(each.getBundle()))
                            .findFirst()
                            .orElse(null);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private void once(ServiceReference<?> reference) {
        Object registration = reference.getProperty("service.id");
        try {
            Object service = context.getService(reference);
            if (service == null) {
                return;
            }
            try {
                call.accept(type.cast(service));
            } finally {
                context.ungetService(reference);
            }
        } catch (RuntimeException e) { // it left under the call, or is leaving
            lastFailure = e;
            return;
        }
        long now = System.nanoTime();
        if (lastRegistration != null && !registration.equals(lastRegistration)) {
            pauseNanos = now - lastSuccess;
            changes++;
        }
        lastRegistration = registration;
        lastSuccess = now;
        calls++;
    }

    /** How often a new registration has answered. */
    long changes() {
        return changes;
    }

    long calls() {
        return calls;
    }

    /** The pause of the latest change. */
    Duration pause() {
        return Duration.ofNanos(pauseNanos);
    }

    @Override
    public String toString() {
        return "calls of " + type.getSimpleName() + ": " + calls + ", last failure " + lastFailure;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
