package org.dharmic.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * How long each bundle held up the start. The framework starts bundles one after the other on its start level thread, and
 * Declarative Services activates components inside the STARTED event, after this listener; so a bundle's share lasts until
 * the next one begins.
 */
final class BootTimes implements SynchronousBundleListener {

    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private Thread starter;
    private String current;
    private boolean currentStarted;
    private long since;

    @Override
    public synchronized void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.STARTING -> begin(event.getBundle().getSymbolicName());
            case BundleEvent.STARTED ->
                currentStarted |= event.getBundle().getSymbolicName().equals(current);
            default -> {}
        }
    }

    private void begin(String bundle) {
        boolean nested = current != null && !currentStarted;
        if (nested || (starter != null && starter != Thread.currentThread())) {
            return; // started by another bundle or thread: part of whoever is at work
        }
        end();
        starter = Thread.currentThread();
        current = bundle;
        currentStarted = false;
        since = System.nanoTime();
    }

    /** Closes the last share; to be called when the framework has reached its start level. */
    synchronized void end() {
        if (current != null) {
            nanos.merge(current, System.nanoTime() - since, Long::sum);
            current = null;
        }
    }

    /** Milliseconds with one decimal, in the order of starting. */
    synchronized Map<String, Double> perBundle() {
        Map<String, Double> result = new LinkedHashMap<>();
        nanos.forEach((bundle, time) -> result.put(bundle, millis(time)));
        return result;
    }

    /** Sum over the bundles of this project. */
    synchronized double ours() {
        return millis(nanos.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("org.dharmic."))
                .mapToLong(Map.Entry::getValue)
                .sum());
    }

    static double millis(long nanos) {
        return Math.round(nanos / 100_000.0) / 10.0;
    }
}
