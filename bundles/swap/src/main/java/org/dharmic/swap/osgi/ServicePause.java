package org.dharmic.swap.osgi;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.dharmic.swap.engine.Container;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Hears bundles stop and start and services leave and come. From the first that leaves to the last that comes, a caller may
 * find none; a bundle without services is gone from its stop to its start.
 */
final class ServicePause implements Container.Pause, AllServiceListener, SynchronousBundleListener {

    private final BundleContext context;
    private final Set<Long> ids;
    private long left;
    private long came;
    private boolean begun;

    ServicePause(BundleContext context, Set<Long> ids) {
        this.context = context;
        this.ids = new HashSet<>(ids);
        context.addServiceListener(this);
        context.addBundleListener(this);
    }

    @Override
    public synchronized void include(long id) {
        ids.add(id);
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        long id = event.getServiceReference().getBundle().getBundleId();
        happened(id, event.getType() == ServiceEvent.UNREGISTERING, event.getType() == ServiceEvent.REGISTERED);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        long id = event.getBundle().getBundleId();
        happened(id, event.getType() == BundleEvent.STOPPING, event.getType() == BundleEvent.STARTED);
    }

    private synchronized void happened(long id, boolean leaves, boolean comes) {
        if (!ids.contains(id)) {
            return;
        }
        if (leaves && !begun) {
            begun = true;
            left = System.nanoTime();
            came = left;
        } else if (comes && begun) {
            came = System.nanoTime();
        }
    }

    @Override
    public synchronized Duration soFar() {
        return begun ? Duration.ofNanos(came - left) : Duration.ZERO;
    }

    @Override
    public void close() {
        context.removeServiceListener(this);
        context.removeBundleListener(this);
    }
}
