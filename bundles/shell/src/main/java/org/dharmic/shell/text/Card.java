package org.dharmic.shell.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One thing with its properties, a line for each.
 *
 * @param facts names in lower case with underscores and their values, in order; the keys in JSON
 */
public record Card(Map<String, Object> facts) {

    public Card {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Collects properties. */
    public static final class Builder {
        private final Map<String, Object> facts = new LinkedHashMap<>();

        public Builder with(String name, Object value) {
            facts.put(name, value);
            return this;
        }

        public Card build() {
            return new Card(facts);
        }
    }

    public static Builder of(String name, Object value) {
        return new Builder().with(name, value);
    }

    /** Names and values in two columns. */
    public String text() {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        return facts.entrySet().stream()
                .map(fact -> fact.getKey().replace('_', ' ')
                        + " ".repeat(width - fact.getKey().length() + 2)
                        + Words.cell(fact.getValue()))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    /** Name, tab, value on each line. */
    public String tabs() {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + "\t" + Words.cell(fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    public String json() {
        return Json.line(facts);
    }
}
