package org.dharmic.swap.jar;

import java.util.Map;

/** Whether a filter of LDAP form takes these attributes; the framework knows. */
@FunctionalInterface
public interface Matching {

    /** @throws IllegalArgumentException when the filter is none */
    boolean matches(String filter, Map<String, Object> attributes);

    default boolean matches(Requirement requirement, Capability capability) {
        return requirement.namespace().equals(capability.namespace())
                && (requirement.filter().isEmpty() || matches(requirement.filter(), capability.attributes()));
    }
}
