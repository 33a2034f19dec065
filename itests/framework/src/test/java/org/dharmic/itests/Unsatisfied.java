package org.dharmic.itests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Explains why components do not run: which references and configurations they wait for, and what failed. */
final class Unsatisfied {

    private final ServiceComponentRuntime runtime;

    Unsatisfied(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** One line for each component that does not run; empty when all do. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
                if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                    lines.add(component.name + " waits for a configuration of "
                            + Arrays.toString(component.configurationPid));
                } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                        lines.add(component.name + " waits for " + reference.name
                                + (reference.target == null ? "" : " " + reference.target)
                                + supplier(component, reference));
                    }
                } else if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    lines.add(component.name + " failed: " + configuration.failure);
                }
            }
        }
        return lines;
    }

    /** Who would supply a reference: the next link of the chain. */
    private String supplier(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
        String type = Arrays.stream(component.references)
                .filter(reference -> reference.name.equals(missing.name))
                .map(reference -> reference.interfaceName)
                .findFirst()
                .orElse("?");
        List<String> suppliers = runtime.getComponentDescriptionDTOs().stream()
                .filter(each -> Arrays.asList(each.serviceInterfaces).contains(type))
                .map(each -> each.name)
                .toList();
        return " of type " + type
                + (suppliers.isEmpty() ? ", which no installed component offers" : ", offered by " + suppliers);
    }
}
