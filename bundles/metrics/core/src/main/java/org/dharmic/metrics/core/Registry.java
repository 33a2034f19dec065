package org.dharmic.metrics.core;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import org.dharmic.metrics.Reading;
import org.dharmic.metrics.Resources;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The open registry, registered as a service.
 *
 * <p>The component names no type of the library, for the component runtime looks at every method of it and would load the
 * library on the thread that starts the bundle.
 */
final class Registry implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Bounded bounded;
    private ServiceRegistration<MeterRegistry> registration;

    Registry(IntSupplier maxMeters, Duration window, ResourceReader resources) {
        bounded = new Bounded(maxMeters, window);
        registry.config().meterFilter(bounded).onMeterRemoved(bounded::removed);
        gauge(resources, "process_rss_bytes", Resources::rssBytes);
        gauge(resources, "process_rss_anon_bytes", Resources::rssAnonBytes);
        gauge(resources, "jvm_heap_used_bytes", Resources::heapUsedBytes);
        gauge(resources, "jvm_heap_max_bytes", Resources::heapMaxBytes);
        gauge(resources, "jvm_threads", Resources::threads);
        gauge(resources, "process_open_descriptors", Resources::descriptors);
        gauge(resources, "process_cpu_seconds", Resources::cpuSeconds);
        gauge(resources, "process_cpu_load", Resources::cpuLoad);
        gauge(resources, "process_uptime_seconds", Resources::uptimeSeconds);
    }

    private void gauge(ResourceReader resources, String name, ToDoubleFunction<Resources> value) {
        Gauge.builder(name, resources, reader -> known(value.applyAsDouble(reader.look())))
                .strongReference(true)
                .register(registry);
    }

    /** In Prometheus what is not known is NaN. */
    private static double known(double value) {
        return value < 0 ? Double.NaN : value;
    }

    void register(BundleContext context) {
        registration = context.registerService(MeterRegistry.class, registry, null);
    }

    List<Reading> readings() {
        return Readings.of(registry);
    }

    String prometheus() {
        return registry.scrape();
    }

    /** How often a meter was turned away. */
    long refusedMeters() {
        return bounded.refused();
    }

    @Override
    public void close() {
        registration.unregister(); // rooms take their meters away before the registry closes
        registry.close();
    }
}
