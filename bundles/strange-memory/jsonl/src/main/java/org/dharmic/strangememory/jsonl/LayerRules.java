package org.dharmic.strangememory.jsonl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dharmic.strangememory.Layer;

/** Which fields a layer takes, and what may stand in them. */
final class LayerRules {

    private static final Set<String> QUALITIES = Set.of("present", "contracted", "uncertain", "expansive");
    private static final Set<String> SHIFTS = Set.of("emergence", "refinement", "dissolution", "integration");

    /** Written by the store itself. */
    private static final Set<String> RESERVED = EntryFormat.BOOKKEEPING;

    /** Fields that readers of the files expect, with what they mean when nobody gave them. */
    private static final Map<Layer, Map<String, Object>> DEFAULTS = Map.of(
            Layer.OBSERVATIONS, Map.of("context", Map.of()),
            Layer.PATTERNS, Map.of("instances", List.of(), "confidence", 0.5),
            Layer.WITNESS_STABILITY, Map.of("context", ""));

    private LayerRules() {}

    /**
     * The fields as they are written: the required ones first, then the others as given, then defaults.
     *
     * @throws IllegalArgumentException when one is missing or not allowed; the message says which
     */
    static Map<String, Object> checked(Layer layer, Map<String, Object> fields) {
        Map<String, Object> checked = new LinkedHashMap<>();
        for (String name : layer.required()) {
            Object value = fields.get(name);
            if (value == null) {
                throw new IllegalArgumentException(layer.fileName() + " needs the field '" + name + "', given were "
                        + new TreeSet<>(fields.keySet()));
            }
            checked.put(name, value);
        }
        String first = layer.required().get(0);
        if (checked.get(first).toString().isBlank()) {
            throw new IllegalArgumentException("'" + first + "' of " + layer.fileName() + " must not be blank");
        }
        fields.forEach(checked::putIfAbsent);
        DEFAULTS.getOrDefault(layer, Map.of()).forEach(checked::putIfAbsent);
        for (String name : RESERVED) {
            if (checked.containsKey(name)) {
                throw new IllegalArgumentException(
                        "the field '" + name + "' of " + layer.fileName() + " is written by the memory itself");
            }
        }
        checked.computeIfPresent("quality", (name, value) -> oneOf(name, value, QUALITIES));
        checked.computeIfPresent("shift_type", (name, value) -> oneOf(name, value, SHIFTS));
        checked.computeIfPresent("confidence", LayerRules::share);
        checked.computeIfPresent("genuine_confidence", LayerRules::share);
        return checked;
    }

    private static Object oneOf(String name, Object value, Set<String> allowed) {
        if (!allowed.contains(value.toString())) {
            throw new IllegalArgumentException(
                    name + " must be one of " + String.join(", ", new TreeSet<>(allowed)) + ", was '" + value + "'");
        }
        return value.toString();
    }

    private static Object share(String name, Object value) {
        double share;
        try {
            share = Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number from 0 to 1, was '" + value + "'", e);
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be a number from 0 to 1, was " + value);
        }
        return share;
    }
}
