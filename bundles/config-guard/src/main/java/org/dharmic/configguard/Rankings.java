package org.dharmic.configguard;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dharmic.launcher.metatype.Attribute;
import org.dharmic.launcher.metatype.Schema;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@code service.ranking} a key like any other.
 *
 * <p>A file holds it as text, and the framework orders services by an Integer alone. And when the ranking of a registered
 * service changes, a greedy reference stays where it is (seen in Felix SCR 2.2.6): it looks again only when a service comes
 * or goes. So a component whose ranking has changed is made to come again.
 */
final class Rankings {

    private static final Logger LOG = LoggerFactory.getLogger(Rankings.class);

    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    /** The ranking that a set gives, when the room has that key; its default when the set does not say. */
    static Optional<Integer> of(Schema schema, Map<String, Object> set) {
        Attribute attribute = schema.attributes().get(Constants.SERVICE_RANKING);
        if (attribute == null) {
            return Optional.empty();
        }
        Object value = set.getOrDefault(Constants.SERVICE_RANKING, attribute.defaultText());
        try {
            return Optional.of(value instanceof Integer ranking ? ranking : Integer.valueOf(value.toString()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a bad set with no good one before: the room refuses it
        }
    }

    /** Whether it differs from what was handed out for this PID before. */
    boolean hasChanged(String pid, int ranking) {
        Integer before = known.put(pid, ranking);
        return before != null && before != ranking;
    }

    /** Takes the components of a PID away and brings them back: they drain, leave and come under their new ranking. */
    static void comeAgain(String pid, ServiceComponentRuntime runtime) {
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (!Arrays.asList(component.configurationPid).contains(pid)
                    || component.serviceInterfaces.length == 0
                    || !runtime.isComponentEnabled(component)) {
                continue;
            }
            try {
                runtime.disableComponent(component).getValue();
            } catch (InvocationTargetException e) {
                LOG.warn("{} could not be taken away for its new ranking", component.name, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                runtime.enableComponent(component);
            }
            LOG.info("{} is registered anew under its new ranking", component.name);
        }
    }
}
