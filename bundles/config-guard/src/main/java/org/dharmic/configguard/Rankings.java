package org.dharmic.configguard;

import java.util.Map;
import java.util.Optional;
import org.dharmic.launcher.metatype.Attribute;
import org.dharmic.launcher.metatype.Schema;
import org.osgi.framework.Constants;

/** Makes {@code service.ranking} a key like any other: a file holds it as text, and the framework orders by Integers alone. */
final class Rankings {

    private Rankings() {}

    /** The ranking that a set gives, when the room has that key and the set says something about it. */
    static Optional<Integer> of(Schema schema, Map<String, Object> set) {
        Attribute attribute = schema.attributes().get(Constants.SERVICE_RANKING);
        Object value = set.get(Constants.SERVICE_RANKING);
        if (attribute == null || value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(value instanceof Integer ranking ? ranking : Integer.valueOf(value.toString()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a bad set with no good one before: the room refuses it
        }
    }
}
