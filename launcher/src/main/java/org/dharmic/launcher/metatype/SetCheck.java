package org.dharmic.launcher.metatype;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Checks a set of keys and values against what the room says about them. */
public final class SetCheck {

    private static final int MAX_SHOWN = 80;

    /**
     * @param problems what makes the set bad
     * @param unknown keys that nobody reads, with the nearest one that somebody does; they do not make it bad
     */
    public record Outcome(List<Problem> problems, List<Problem> unknown) {
        public Outcome {
            problems = List.copyOf(problems);
            unknown = List.copyOf(unknown);
        }
    }

    private final Map<String, Attribute> attributes;

    public SetCheck(Schema schema) {
        this.attributes = schema.attributes();
    }

    public Outcome check(Map<String, Object> set) {
        List<Problem> problems = new ArrayList<>();
        List<Problem> unknown = new ArrayList<>();
        new TreeMap<>(set).forEach((key, value) -> {
            Attribute attribute = attributes.get(key);
            List<String> values = values(value);
            if (values.stream().anyMatch(SetCheck::isPlaceholder)) {
                problems.add(problem(
                        key, first(values, SetCheck::isPlaceholder), "a value without an unresolved placeholder"));
            } else if (attribute != null) {
                check(attribute, value, values).ifPresent(problems::add);
            } else if (!isTarget(key)) {
                unknown.add(new Problem(key, "…", "a known key" + nearest(key)));
            }
        });
        for (Attribute attribute : new TreeMap<>(attributes).values()) {
            if (attribute.required() && !set.containsKey(attribute.key())) {
                problems.add(new Problem(attribute.key(), "", "given: " + attribute.expected()));
            }
        }
        return new Outcome(problems, unknown);
    }

    private Optional<Problem> check(Attribute attribute, Object value, List<String> values) {
        boolean many = !(value instanceof CharSequence)
                && (value instanceof Iterable || value.getClass().isArray());
        if (attribute.cardinality() == 0 && many && values.size() != 1) {
            return Optional.of(
                    problem(attribute.key(), String.join(",", values), "one value: " + attribute.expected()));
        }
        if (attribute.cardinality() > 0 && values.size() > attribute.cardinality()) {
            return Optional.of(problem(
                    attribute.key(), String.join(",", values), "at most " + attribute.cardinality() + " values"));
        }
        return values.stream()
                .flatMap(each ->
                        attribute.refuses(each).map(expected -> problem(attribute.key(), each, expected)).stream())
                .findFirst();
    }

    /** References of components are aimed by such keys; the component runtime reads them, no metatype lists them. */
    private static boolean isTarget(String key) {
        return key.endsWith(".target") || key.endsWith(".cardinality.minimum");
    }

    /** Whether a key is the room's, and not one that the framework, fileinstall or Karaf adds. */
    public static boolean isOfTheRoom(String key) {
        return (!key.startsWith("service.") || key.equals("service.ranking"))
                && !key.startsWith("felix.fileinstall.")
                && !key.startsWith("component.")
                && !key.startsWith("org.apache.karaf.")
                && !key.startsWith(".");
    }

    /** Whether something else is put in the place of a part of the value on its way from the file. */
    public static boolean isPlaceholder(String value) {
        return value.contains("${") || value.contains("$[");
    }

    private static String first(List<String> values, Predicate<String> which) {
        return values.stream().filter(which).findFirst().orElse("");
    }

    private Problem problem(String key, String value, String expected) {
        return new Problem(key, shown(key, value), expected);
    }

    /** What may be shown: somebody may have written the secret itself where its reference belongs. */
    private String shown(String key, String value) {
        Attribute attribute = attributes.get(key);
        boolean hidden = attribute == null || Attribute.isHidden(key, attribute.type());
        if (hidden) {
            return "…";
        }
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    private String nearest(String key) {
        return nearest(key, attributes.keySet())
                .map(known -> ", perhaps " + known)
                .orElse("");
    }

    /** The one of the known words that was probably meant. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String nearest = null;
        int least = Math.max(2, word.length() / 3) + 1;
        for (String each : new TreeSet<>(known)) {
            int distance = distance(word, each);
            if (distance < least) {
                least = distance;
                nearest = each;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Levenshtein's: insertions, deletions and exchanges of one character. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    /** One text for a value, whether it is one or many. */
    static String text(Object value) {
        return String.join(",", values(value));
    }

    private static List<String> values(Object value) {
        if (value instanceof Iterable<?> many) {
            List<String> values = new ArrayList<>();
            many.forEach(each -> values.add(String.valueOf(each)));
            return values;
        }
        if (value.getClass().isArray()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
                values.add(String.valueOf(java.lang.reflect.Array.get(value, i)));
            }
            return values;
        }
        return List.of(String.valueOf(value));
    }
}
