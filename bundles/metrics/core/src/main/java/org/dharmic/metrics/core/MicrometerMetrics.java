package org.dharmic.metrics.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.metrics.Metrics;
import org.dharmic.metrics.Reading;
import org.dharmic.metrics.Resources;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the meter registry, offers it as a service and shows what it holds.
 *
 * <p>Loading the library takes some tens of milliseconds of a cold start. All rooms bind the registry as soon as it is
 * there, so a delayed component would not help: the thread {@code metrics-open-1} loads it beside the start of the other
 * rooms and registers the service when it is done. Until then they record nothing, as they do without this bundle.
 */
@Component(
        immediate = true,
        configurationPid = MicrometerMetrics.PID,
        service = {Metrics.class, HealthCheck.class},
        property = {HealthCheck.NAME + "=metrics.core", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = MetricsConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.micrometer.core.instrument.MeterRegistry'")
public final class MicrometerMetrics implements Metrics, HealthCheck {

    static final String PID = "org.dharmic.metrics.core";

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerMetrics.class);
    private static final Duration OPENING = Duration.ofSeconds(5);

    private final Gate gate = new Gate("metrics.core");
    private final ResourceReader resources = new ResourceReader();
    private final Growth growth = new Growth(Duration.ofDays(1));
    private final BundleContext context;
    /** Changes place with its successor when percentiles shall look back differently far. */
    private volatile CompletableFuture<Registry> opened = new CompletableFuture<>();

    private final Thread opener;
    private volatile MetricsSettings settings;

    @Activate
    public MicrometerMetrics(BundleContext context, MetricsConfig config) {
        this.context = context;
        settings = MetricsSettings.from(config);
        opener = Threads.named("metrics-open").newThread(this::open);
        opener.start();
    }

    private void open() {
        long start = System.nanoTime();
        try {
            Registry registry = registry();
            // Through the gate: a component that is already leaving offers nothing any more.
            gate.run(() -> {
                registry.register(context);
                opened.complete(registry);
            });
            LOG.info(
                    "Metrics are recorded, registry opened in {} ms beside the start, at most {} meters",
                    (System.nanoTime() - start) / 1_000_000,
                    settings.metersMax());
        } catch (Gate.Leaving e) {
            LOG.debug("Leaving before the registry was open");
        } catch (RuntimeException | LinkageError e) {
            opened.completeExceptionally(e);
            LOG.error("Nothing is measured: the meter registry cannot be opened", e);
        }
    }

    private Registry registry() {
        return new Registry(() -> settings.metersMax(), settings.window(), resources);
    }

    @Modified
    void modified(MetricsConfig config) {
        MetricsSettings before = settings;
        settings = MetricsSettings.from(config);
        if (!settings.window().equals(before.window())) {
            reopen();
        }
        LOG.info("Metrics settings are now {}", settings);
    }

    /** The library fixes the window of a meter when it is made: the rooms make theirs anew, and counters begin at 0. */
    private void reopen() {
        Registry before = opened();
        Registry next = registry();
        next.register(context);
        opened = CompletableFuture.completedFuture(next);
        before.close(); // whose rooms find the next one there already
    }

    @Deactivate
    void deactivate() {
        try {
            if (!gate.drain(settings.drain())) {
                LOG.warn(
                        "{} still reading metrics after {} s",
                        gate.inside(),
                        settings.drain().toSeconds());
            }
            opener.join(OPENING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (opened.isDone() && !opened.isCompletedExceptionally()) {
                opened.join().close();
            }
            LOG.info("Metrics are no longer recorded");
        }
    }

    @Override
    public List<Reading> readings() {
        return gate.through(() -> opened().readings());
    }

    @Override
    public Resources resources() {
        return gate.through(resources::look);
    }

    @Override
    public String prometheus() {
        return gate.through(() -> opened().prometheus());
    }

    private Registry opened() {
        try {
            return opened.get(OPENING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the meter registry was being opened", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the meter registry could not be opened: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the meter registry was not open after " + OPENING.toSeconds() + " s", e);
        }
    }

    @Override
    public Result execute() {
        if (!gate.enter()) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "leaving");
        }
        try {
            if (opened.isCompletedExceptionally()) {
                return new Result(Result.Status.CRITICAL, "nothing is measured: the meter registry cannot be opened");
            }
            Registry open = opened.getNow(null);
            if (open == null) {
                return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "the meter registry is being opened");
            }
            Resources now = resources.look();
            growth.note(now.rssAnonBytes() < 0 ? now.rssBytes() : now.rssAnonBytes(), System.nanoTime());
            return ProcessHealth.judge(now, growth.bytes(), open.refusedMeters(), settings);
        } finally {
            gate.leave();
        }
    }
}
