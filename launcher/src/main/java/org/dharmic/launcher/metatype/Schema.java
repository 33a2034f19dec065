package org.dharmic.launcher.metatype;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a room says about its configuration.
 *
 * @param owner symbolic name and version of the bundle that says so
 * @param attributes by key, in the order of the room's source
 */
public record Schema(String owner, Map<String, Attribute> attributes) {
    public Schema {
        Objects.requireNonNull(owner, "owner");
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
