package org.dharmic.platform;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A room's own check of a configuration set, beyond types and ranges. Registered as a service with the property
 * {@value #PID}; asked before the set is handed to the component. Must be quick, and must not need the component itself.
 */
@ConsumerType
public interface ConfigCheck {

    /** Service property: the PID, or factory PID, it checks. */
    String PID = "config.check.pid";

    /** The problems of a set, empty when it is good. Keys that are missing stand for their defaults. */
    List<ConfigProblem> check(Map<String, Object> set);
}
