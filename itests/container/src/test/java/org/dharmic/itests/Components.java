package org.dharmic.itests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What Declarative Services says of our components. */
final class Components {

    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** One line for each component that does not run, with what it waits for or why it failed. */
    List<String> notRunning() {
        List<String> lines = new ArrayList<>();
        for (ComponentDescriptionDTO component : ours()) {
            var configurations = runtime.getComponentConfigurationDTOs(component);
            if (configurations.isEmpty()) {
                lines.add(component.name + " waits for " + Arrays.toString(component.configurationPid));
            }
            for (ComponentConfigurationDTO configuration : configurations) {
                switch (configuration.state) {
                    case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                        lines.add(component.name + " waits for " + Arrays.toString(component.configurationPid));
                    case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                        for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                            lines.add(component.name + " waits for " + reference.name + " " + reference.target);
                        }
                    }
                    case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                        lines.add(component.name + " failed: " + configuration.failure);
                    default -> {
                        // SATISFIED or ACTIVE
                    }
                }
            }
        }
        return lines;
    }

    private List<ComponentDescriptionDTO> ours() {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith("org.dharmic."))
                .toList();
    }

    /** The one instance made from a PID: its number in the runtime, and the properties it was given. */
    Instance instance(String pid) {
        for (ComponentDescriptionDTO component : ours()) {
            if (Arrays.asList(component.configurationPid).contains(pid)) {
                ComponentConfigurationDTO configuration = runtime.getComponentConfigurationDTOs(component)
                        .iterator()
                        .next();
                return new Instance(configuration.id, Map.copyOf(configuration.properties));
            }
        }
        throw new AssertionError("no component has the PID " + pid);
    }

    /** @param number another one means another instance */
    record Instance(long number, Map<String, Object> properties) {}
}
