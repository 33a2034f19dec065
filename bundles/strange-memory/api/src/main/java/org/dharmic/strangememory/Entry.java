package org.dharmic.strangememory;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One line of a layer.
 *
 * @param at when; of lines without an {@code instant} their local {@code timestamp} in the zone of this machine
 * @param fields its content in the order of the line; values are String, Number, Boolean, List or Map
 */
public record Entry(Instant at, Map<String, Object> fields) {
    public Entry {
        Objects.requireNonNull(at, "at");
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A field as text, empty when it is missing. */
    public String text(String field) {
        Object value = fields.get(field);
        return value == null ? "" : value.toString();
    }
}
