package org.dharmic.configguard;

import java.util.Map;
import java.util.Objects;

/**
 * What a room says about its configuration.
 *
 * @param owner symbolic name and version of the bundle that says so
 * @param attributes by key
 */
record Schema(String owner, Map<String, Attribute> attributes) {
    Schema {
        Objects.requireNonNull(owner, "owner");
        attributes = Map.copyOf(attributes);
    }
}
