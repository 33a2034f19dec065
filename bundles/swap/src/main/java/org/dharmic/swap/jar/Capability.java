package org.dharmic.swap.jar;

import java.util.Map;

/**
 * Something that a bundle or a service offers.
 *
 * @param attributes what filters are matched against; values are String, Version, Long, Double or lists of them
 */
public record Capability(String namespace, Map<String, Object> attributes) {

    public Capability {
        attributes = Map.copyOf(attributes);
    }
}
