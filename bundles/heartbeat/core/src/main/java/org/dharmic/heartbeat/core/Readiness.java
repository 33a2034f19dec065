package org.dharmic.heartbeat.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out when the machine is ready: looked at when a bundle, the start level or the component runtime says that
 * something changed. The component runtime says so up to 5 s late, so a start that is not complete is also looked at
 * without that, at first after 20 ms and then ever more seldom, twice a second at last.
 */
final class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration LOOK_SOON = Duration.ofMillis(20);
    private static final Duration LOOK_SELDOM = Duration.ofMillis(500);
    /** When nobody waits for it any more. */
    private static final Duration LOOK_LATE = Duration.ofSeconds(15);

    private static final Duration COALESCE = Duration.ofMillis(10);

    /** Told on the timer's thread. */
    interface Listener {
        void ready();

        /** It is not, after the time it was given; still to come is {@link #ready}. */
        void late(Duration since, List<String> missing);

        /** A bundle was exchanged. On the thread that does it. */
        void exchanged();
    }

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final ScrInventory inventory;
    private final Timer timer;
    private final Supplier<Duration> within;
    private final Listener listener;
    private final BundleListener onBundle = this::bundleChanged;
    private final FrameworkListener onFramework = this::frameworkChanged;
    private final AtomicBoolean lookPending = new AtomicBoolean();
    private final long activatedNanos = System.nanoTime();
    private volatile boolean begun;
    private volatile boolean ready;
    // Owned by the timer's thread.
    private boolean late;
    private Duration lookAgainAfter = LOOK_SOON;
    private ScheduledFuture<?> lookAgain;

    /** @param within how long a start may take before it counts as failed */
    Readiness(
            BundleContext context,
            ServiceComponentRuntime runtime,
            ScrInventory inventory,
            Timer timer,
            Supplier<Duration> within,
            Listener listener) {
        this.context = context;
        this.runtime = runtime;
        this.inventory = inventory;
        this.timer = timer;
        this.within = within;
        this.listener = listener;
    }

    /** On the timer's thread. */
    void begin() {
        context.addBundleListener(onBundle);
        context.addFrameworkListener(onFramework);
        begun = true;
        lookNow();
    }

    void end() {
        context.removeBundleListener(onBundle);
        context.removeFrameworkListener(onFramework);
    }

    boolean isReady() {
        return ready;
    }

    private void bundleChanged(BundleEvent event) {
        int type = event.getType();
        if (type == BundleEvent.UPDATED || type == BundleEvent.STOPPED) {
            listener.exchanged();
        }
        if (type == BundleEvent.STARTED || type == BundleEvent.STOPPED || type == BundleEvent.UNINSTALLED) {
            look();
        }
    }

    private void frameworkChanged(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED || event.getType() == FrameworkEvent.STARTED) {
            look();
        }
    }

    /** Something has changed. */
    void look() {
        if (!ready && lookPending.compareAndSet(false, true)) {
            timer.after(COALESCE, () -> {
                lookAgainAfter = LOOK_SOON;
                lookNow();
            });
        }
    }

    private void lookNow() {
        lookPending.set(false);
        if (ready || !begun) {
            return;
        }
        try {
            if (isComplete()) {
                ready = true;
                listener.ready();
                return;
            }
            giveUpIfLate();
        } catch (RuntimeException e) {
            LOG.debug("A bundle changed under the look; it is made again", e);
        }
        Timer.cancel(lookAgain);
        lookAgain = timer.after(late ? LOOK_LATE : lookAgainAfter, this::lookNow);
        Duration longer = lookAgainAfter.multipliedBy(2);
        lookAgainAfter = longer.compareTo(LOOK_SELDOM) > 0 ? LOOK_SELDOM : longer;
    }

    private boolean isComplete() {
        return inventory.allRunning()
                && Components.judge(inventory.take(runtime)).ready();
    }

    private void giveUpIfLate() {
        Duration since = Duration.ofNanos(System.nanoTime() - activatedNanos);
        if (late || since.compareTo(within.get()) <= 0) {
            return;
        }
        late = true;
        listener.late(
                since,
                Components.judge(inventory.take(runtime)).findings().stream()
                        .map(Components.Finding::message)
                        .toList());
    }
}
