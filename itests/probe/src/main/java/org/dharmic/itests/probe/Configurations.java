package org.dharmic.itests.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.platform.ConfigProblems;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Which configuration each component works with, and which sets were refused. */
@Component(service = Configurations.class)
public final class Configurations {

    private static final int WORKS = ComponentConfigurationDTO.ACTIVE | ComponentConfigurationDTO.SATISFIED;

    private final ServiceComponentRuntime runtime;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile ConfigProblems problems;

    @Activate
    public Configurations(@Reference ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** A record for each configured component of this project, and one for each problem. */
    List<Map<String, Object>> records() {
        List<Map<String, Object>> records = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (component.configurationPid.length > 0 && component.configurationPid[0].startsWith("org.dharmic.")) {
                for (ComponentConfigurationDTO each : runtime.getComponentConfigurationDTOs(component)) {
                    records.add(reader(component, each));
                }
            }
        }
        ConfigProblems guard = problems;
        if (guard != null) {
            for (ConfigProblem problem : guard.problems()) {
                records.add(Map.of("problem", problem.pid(), "key", problem.key()));
            }
        }
        return records;
    }

    private static Map<String, Object> reader(ComponentDescriptionDTO component, ComponentConfigurationDTO each) {
        Map<String, String> properties = new TreeMap<>();
        each.properties.forEach((key, value) -> properties.put(key, String.valueOf(value)));
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("pid", component.configurationPid[0]);
        record.put("component", component.name);
        record.put("works", (each.state & WORKS) != 0);
        record.put("failure", each.failure == null ? "" : each.failure);
        record.put("properties", properties);
        return record;
    }
}
