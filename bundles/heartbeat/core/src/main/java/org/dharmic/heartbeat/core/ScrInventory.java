package org.dharmic.heartbeat.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Takes the inventory from the framework and the component runtime. */
final class ScrInventory {

    private static final String OURS = "org.dharmic.";
    /** Wrapped libraries are bundles of ours, their components are not. */
    private static final String LIBRARIES = "org.dharmic.lib.";

    private static final int MAX_FAILURE = 300;

    private final BundleContext context;

    ScrInventory(BundleContext context) {
        this.context = context;
    }

    /** Whether every room that is to run runs; much cheaper than the whole inventory. */
    boolean allRunning() {
        return rooms().stream().allMatch(room -> room.active() || !room.wanted());
    }

    Inventory take(ServiceComponentRuntime runtime) {
        List<Inventory.Part> parts = new ArrayList<>();
        Set<String> needed = new HashSet<>();
        List<ComponentDescriptionDTO> others = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            String bundle = component.bundle.symbolicName;
            if (!bundle.startsWith(OURS) || bundle.startsWith(LIBRARIES)) {
                others.add(component);
            } else if (runtime.isComponentEnabled(component)) {
                for (Inventory.Part part : parts(runtime, component, true)) {
                    parts.add(part);
                    needed.addAll(part.missing().values());
                }
            }
        }
        for (ComponentDescriptionDTO component : others) {
            if (List.of(component.serviceInterfaces).stream().anyMatch(needed::contains)) {
                parts.addAll(parts(runtime, component, false));
            }
        }
        return new Inventory(rooms(), parts);
    }

    /**
     * Whoever starts after the heartbeat is a way in for people, which mail does not wait for: it belongs to the house from
     * its own turn on.
     */
    private List<Inventory.Room> rooms() {
        int reached = Math.max(
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                        .adapt(FrameworkStartLevel.class)
                        .getStartLevel(),
                context.getBundle().adapt(BundleStartLevel.class).getStartLevel());
        List<Inventory.Room> rooms = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getSymbolicName();
            if (name == null || !name.startsWith(OURS) || bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null) {
                continue;
            }
            BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
            if (start != null && start.getStartLevel() > reached) {
                continue;
            }
            boolean lazy = bundle.getState() == Bundle.STARTING && start != null && start.isActivationPolicyUsed();
            rooms.add(new Inventory.Room(
                    name,
                    start != null && start.isPersistentlyStarted(),
                    bundle.getState() == Bundle.ACTIVE || lazy,
                    state(bundle.getState())));
        }
        return rooms;
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "resolved, not started";
            case Bundle.INSTALLED -> "installed, not resolved: bundle:diag says what it lacks";
            default -> "uninstalled";
        };
    }

    private static List<Inventory.Part> parts(
            ServiceComponentRuntime runtime, ComponentDescriptionDTO component, boolean ours) {
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
        String pid = component.configurationPid.length == 0 ? component.name : component.configurationPid[0];
        List<String> offers = List.of(component.serviceInterfaces);
        if (configurations.isEmpty()) {
            Inventory.State state = "require".equals(component.configurationPolicy)
                    ? Inventory.State.UNCONFIGURED
                    : Inventory.State.ACTIVATING;
            return List.of(new Inventory.Part(component.name, ours, state, offers, Map.of(), pid, ""));
        }
        List<Inventory.Part> parts = new ArrayList<>();
        for (ComponentConfigurationDTO configuration : configurations) {
            parts.add(new Inventory.Part(
                    component.name,
                    ours,
                    state(component, configuration),
                    offers,
                    missing(component, configuration),
                    pid,
                    failure(configuration.failure)));
        }
        return parts;
    }

    private static Inventory.State state(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.ACTIVE -> Inventory.State.ACTIVE;
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> Inventory.State.FAILED;
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> Inventory.State.UNCONFIGURED;
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> Inventory.State.WAITING;
            // Satisfied is all that a component which waits for its first user, or for its factory, can be.
            default ->
                component.immediate && component.factory == null ? Inventory.State.ACTIVATING : Inventory.State.ACTIVE;
        };
    }

    private static Map<String, String> missing(
            ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        Map<String, String> missing = new HashMap<>();
        for (UnsatisfiedReferenceDTO unsatisfied : configuration.unsatisfiedReferences) {
            for (ReferenceDTO reference : component.references) {
                if (reference.name.equals(unsatisfied.name)) {
                    missing.put(reference.name, reference.interfaceName);
                }
            }
        }
        return missing;
    }

    /** The component runtime hands out a whole stack trace; the root cause is what helps. */
    static String failure(String trace) {
        if (trace == null || trace.isBlank()) {
            return "";
        }
        String line = trace.lines().findFirst().orElse("");
        for (String each : trace.lines().toList()) {
            if (each.startsWith("Caused by: ")) {
                line = each.substring("Caused by: ".length());
            }
        }
        line = line.strip();
        return line.length() <= MAX_FAILURE ? line : line.substring(0, MAX_FAILURE) + "…";
    }
}
