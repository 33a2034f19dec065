package org.dharmic.swap.osgi;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.dharmic.swap.engine.Container;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;

/** Hears services leave and come: from the first that leaves to the last that comes, a caller may find none. */
final class ServicePause implements Container.Pause, AllServiceListener {

    private final BundleContext context;
    private final Set<Long> ids;
    private long firstLeft;
    private long lastCame;
    private boolean left;

    ServicePause(BundleContext context, Set<Long> ids) {
        this.context = context;
        this.ids = new HashSet<>(ids);
        context.addServiceListener(this);
    }

    @Override
    public synchronized void include(long id) {
        ids.add(id);
    }

    @Override
    public synchronized void serviceChanged(ServiceEvent event) {
        if (!ids.contains(event.getServiceReference().getBundle().getBundleId())) {
            return;
        }
        if (event.getType() == ServiceEvent.UNREGISTERING && !left) {
            left = true;
            firstLeft = System.nanoTime();
            lastCame = firstLeft;
        } else if (event.getType() == ServiceEvent.REGISTERED && left) {
            lastCame = System.nanoTime();
        }
    }

    @Override
    public synchronized Duration soFar() {
        return left ? Duration.ofNanos(lastCame - firstLeft) : Duration.ZERO;
    }

    @Override
    public void close() {
        context.removeServiceListener(this);
    }
}
