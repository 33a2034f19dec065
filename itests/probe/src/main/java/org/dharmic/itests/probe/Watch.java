package org.dharmic.itests.probe;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.dharmic.support.Threads;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Calls one room's service every millisecond, looked up afresh each time, and remembers for each revision of its bundle
 * when the first and the last call succeeded. A revision is told by its class loader, held weakly: who watches must not
 * keep it alive.
 */
final class Watch {

    private static final long BETWEEN_NANOS = 1_000_000;
    /** Who asks a component that has failed makes it try again, and would take the time that is measured. */
    private static final long AFTER_FAILURE_NANOS = 10_000_000;

    private final BundleContext context;
    private final String symbolicName;
    private final Houses.Look look;
    private final Thread thread;
    private final List<Seen> seen = new ArrayList<>();
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private volatile boolean stopped;
    private volatile long lastSuccess;
    private long longestCall;

    /** What was seen of one revision. */
    private static final class Seen {
        private final WeakReference<ClassLoader> revision;
        private final String version;
        private final long first;
        private long last;
        private long calls;

        private Seen(ClassLoader revision, String version, long at) {
            this.revision = new WeakReference<>(revision);
            this.version = version;
            this.first = at;
        }
    }

    Watch(BundleContext context, String symbolicName, Houses.Look look) {
        this.context = context;
        this.symbolicName = symbolicName;
        this.look = look;
        this.thread = Threads.named("probe-watch").newThread(this::run);
        this.lastSuccess = System.nanoTime();
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                call();
            } catch (RuntimeException | LinkageError e) {
                failures.merge(e.getClass().getSimpleName(), 1L, Long::sum);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private void call() {
        ServiceReference<?> reference = reference();
        if (reference == null) {
            failures.merge("not registered", 1L, Long::sum);
            return;
        }
        Object service = context.getService(reference);
        if (service == null) {
            failures.merge("no instance", 1L, Long::sum);
            LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            return;
        }
        try {
            String version = reference.getBundle().getVersion().toString();
            long before = System.nanoTime();
            look.call().accept(service);
            long after = System.nanoTime();
            longestCall = Math.max(longestCall, after - before);
            note(service.getClass().getClassLoader(), version, after);
        } finally {
            context.ungetService(reference);
        }
    }

    private void note(ClassLoader revision, String version, long at) {
        Seen current = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        if (current == null || current.revision.get() != revision) {
            current = new Seen(revision, version, at);
            seen.add(current);
        }
        current.last = at;
        current.calls++;
        lastSuccess = at;
    }

    private ServiceReference<?> reference() {
        try {
            ServiceReference<?>[] references = context.getServiceReferences(look.service(), null);
            if (references != null) {
                for (ServiceReference<?> reference : references) {
                    // A service that left since has no bundle.
                    if (reference.getBundle() != null
                            && symbolicName.equals(reference.getBundle().getSymbolicName())) {
                        return reference;
                    }
                }
            }
            return null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    /** Waits until a call that began after now has succeeded. */
    boolean awaitSuccess(Duration limit) throws InterruptedException {
        long now = System.nanoTime();
        while (lastSuccess - now < 2 * BETWEEN_NANOS) {
            if (System.nanoTime() - now > limit.toNanos()) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** After {@link #stop}: one pause between each two revisions, in the order of their lives. */
    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("bundle", symbolicName);
        List<Map<String, Object>> revisions = new ArrayList<>();
        List<Double> pauses = new ArrayList<>();
        Seen before = null;
        for (Seen each : seen) {
            revisions.add(Map.of("version", each.version, "calls", each.calls));
            if (before != null) {
                pauses.add((each.first - before.last) / 1e6);
            }
            before = each;
        }
        report.put("revisions", revisions);
        report.put("pauses_ms", pauses);
        report.put("longest_call_ms", longestCall / 1e6);
        report.put("failures", failures);
        return report;
    }
}
