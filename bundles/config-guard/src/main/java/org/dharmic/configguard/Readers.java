package org.dharmic.configguard;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.dharmic.launcher.metatype.Schema;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * The components that read a set, as the component runtime shows them.
 *
 * <p>Felix SCR 2.2.6 reads first the properties of a configuration and then its change count. A change that comes in between
 * goes by unseen: its event carries a count that is known already. So what components have is looked at once more.
 */
final class Readers {

    private static final int RUNNING = ComponentConfigurationDTO.ACTIVE | ComponentConfigurationDTO.SATISFIED;

    private Readers() {}

    /** Whether every running component of this set has the values that it was handed, and defaults for the rest. */
    static boolean haveGot(
            Guard.RawSet raw, Schema schema, Map<String, Object> handed, ServiceComponentRuntime runtime) {
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (!Arrays.asList(component.configurationPid).contains(raw.schemaPid())) {
                continue;
            }
            for (ComponentConfigurationDTO one : runtime.getComponentConfigurationDTOs(component)) {
                boolean concerned = (one.state & RUNNING) != 0 && isOf(raw.pid(), one.properties);
                if (concerned && !has(one, schema, handed)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isOf(String pid, Map<String, Object> properties) {
        Object pids = properties.get(Constants.SERVICE_PID);
        return pids instanceof Collection<?> many
                ? many.contains(pid)
                : pids instanceof Object[] some ? Arrays.asList(some).contains(pid) : pid.equals(pids);
    }

    private static boolean has(ComponentConfigurationDTO component, Schema schema, Map<String, Object> handed) {
        return schema.attributes().keySet().stream().allMatch(key -> {
            Object expected = handed.containsKey(key) ? handed.get(key) : component.description.properties.get(key);
            Object actual = component.properties.get(key);
            return Objects.deepEquals(expected, actual)
                    || key.equals(Constants.SERVICE_RANKING)
                            && String.valueOf(expected).equals(String.valueOf(actual));
        });
    }
}
