package org.dharmic.swap.osgi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.HealthCheck;
import org.dharmic.support.Threads;
import org.dharmic.swap.engine.Condition;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a bundle's components, services and health checks. */
public final class ScrConditions implements FelixContainer.Conditions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScrConditions.class);

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    /** Health checks belong to others; one that hangs must not hold an exchange up. */
    private final ExecutorService asking = Executors.newCachedThreadPool(Threads.named("swap-health"));

    public ScrConditions(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    @Override
    public Condition of(Bundle bundle, boolean active, Duration limit) {
        Map<String, Integer> satisfied = new HashMap<>();
        Map<String, String> waiting = new HashMap<>();
        Map<String, String> failed = new HashMap<>();
        List<String> dead = new ArrayList<>();
        Map<String, Condition.Health> checks = new HashMap<>();
        if (active) {
            components(bundle, satisfied, waiting, failed);
            // What has failed is known then. To ask for its services would only make it fail again, and again take its
            // time.
            if (failed.isEmpty()) {
                services(bundle, limit, dead, checks);
                // To ask for a service is what activates a component that waits for its first use.
                waiting.clear();
                components(bundle, satisfied, waiting, failed);
            }
        }
        return new Condition(bundle.getVersion(), active, satisfied, waiting, failed, dead, checks);
    }

    private void components(
            Bundle bundle, Map<String, Integer> satisfied, Map<String, String> waiting, Map<String, String> failed) {
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
            component(component, satisfied, waiting, failed);
            if (!failed.containsKey(component.name)) {
                unloadable(bundle, component).ifPresent(why -> failed.put(component.name, why));
            }
        }
    }

    private void component(
            ComponentDescriptionDTO component,
            Map<String, Integer> satisfied,
            Map<String, String> waiting,
            Map<String, String> failed) {
        int count = 0;
        for (ComponentConfigurationDTO each : runtime.getComponentConfigurationDTOs(component)) {
            switch (each.state) {
                case ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED -> count++;
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    waiting.put(component.name, references(each.unsatisfiedReferences));
                case ComponentConfigurationDTO.FAILED_ACTIVATION -> failed.put(component.name, reason(each.failure));
                default -> {
                    // It waits for a configuration: counted as not satisfied.
                }
            }
        }
        satisfied.put(component.name, count);
    }

    /** The component runtime only logs that; its state says nothing, and waiting would not help. */
    private static Optional<String> unloadable(Bundle bundle, ComponentDescriptionDTO component) {
        try {
            bundle.loadClass(component.implementationClass);
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of(component.implementationClass + " cannot be loaded: " + e);
        }
    }

    private static String references(UnsatisfiedReferenceDTO... references) {
        return "reference "
                + String.join(
                        ", ", Arrays.stream(references).map(each -> each.name).toList());
    }

    /** The DTO holds a stack trace: the innermost cause is what a person wants to know. */
    static String reason(String trace) {
        List<String> lines =
                Objects.requireNonNullElse(trace, "no reason given").lines().toList();
        String reason = lines.isEmpty() ? "no reason given" : lines.get(0);
        for (String line : lines) {
            if (line.startsWith("Caused by: ")) {
                reason = line.substring("Caused by: ".length());
            }
        }
        return reason.strip();
    }

    private void services(Bundle bundle, Duration limit, List<String> dead, Map<String, Condition.Health> checks) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        if (references == null) {
            return;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        for (ServiceReference<?> reference : references) {
            Object service = context.getService(reference);
            if (service == null) {
                if (reference.getBundle() != null) { // else it left between the two calls
                    dead.add(String.join(", ", (String[]) reference.getProperty(Constants.OBJECTCLASS)));
                }
                continue;
            }
            try {
                if (service instanceof HealthCheck check) {
                    checks.put(name(reference), ask(name(reference), check, deadline - System.nanoTime()));
                }
            } finally {
                context.ungetService(reference);
            }
        }
    }

    private static String name(ServiceReference<?> reference) {
        Object name = reference.getProperty(HealthCheck.NAME);
        return name == null ? String.valueOf(reference.getProperty("component.name")) : name.toString();
    }

    private Condition.Health ask(String name, HealthCheck check, long nanos) {
        Future<Condition.Health> answer =
                asking.submit(() -> switch (check.execute().getStatus()) {
                    case OK -> Condition.Health.OK;
                    case WARN -> Condition.Health.WARN;
                    case TEMPORARILY_UNAVAILABLE -> Condition.Health.TEMPORARILY_UNAVAILABLE;
                    case CRITICAL -> Condition.Health.CRITICAL;
                    case HEALTH_CHECK_ERROR -> Condition.Health.ERROR;
                });
        try {
            return answer.get(Math.max(1_000_000, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The health check {} gives no answer", name, e);
            return Condition.Health.ERROR;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Condition.Health.ERROR;
        }
    }

    @Override
    public void close() {
        asking.shutdown();
    }
}
