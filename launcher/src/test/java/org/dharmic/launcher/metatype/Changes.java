package org.dharmic.launcher.metatype;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Makes up changes of configurations: valid and invalid values for the keys of a metatype, by chance and repeatable by the
 * seed. For tests in a framework, and for those that edit files.
 */
public final class Changes {

    private static final String UNLIKELY = "neither one nor the other";

    /**
     * One change.
     *
     * @param value as it would stand in a file
     * @param valid whether the metatype accepts it
     */
    public record Change(String pid, String key, String value, boolean valid) {}

    private record Candidate(String pid, Attribute attribute, boolean canBeInvalid) {}

    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, List<String>> texts;
    private final Random random;

    /**
     * @param schemas by PID, or by the PID of an instance of a factory
     * @param wanted PIDs and keys to change; leave out those that a test itself depends on, such as folders and ports
     * @param texts values that are right for keys that are free text, by key; other texts stay as they are
     */
    public Changes(
            Map<String, Schema> schemas,
            BiPredicate<String, Attribute> wanted,
            Map<String, List<String>> texts,
            long seed) {
        this.texts = texts;
        this.random = new Random(seed);
        new TreeMap<>(schemas).forEach((pid, schema) -> schema.attributes().values().stream()
                .filter(attribute -> wanted.test(pid, attribute))
                .filter(attribute -> !isFreeText(attribute) || texts.containsKey(attribute.key()))
                .forEach(attribute -> candidates.add(new Candidate(pid, attribute, !isFreeText(attribute)))));
    }

    private static boolean isFreeText(Attribute attribute) {
        return attribute.options().isEmpty()
                && !attribute.isNumber()
                && attribute.type() != Attribute.Type.BOOLEAN
                && attribute.min() == null
                && attribute.max() == null;
    }

    /** So many valid and so many invalid ones in any order, over all keys. */
    public List<Change> take(int valid, int invalid) {
        List<Change> changes = new ArrayList<>();
        List<Candidate> breakable =
                candidates.stream().filter(Candidate::canBeInvalid).toList();
        // Each key once before any comes again, so that a short run misses none that it has room for.
        for (int i = 0; i < valid; i++) {
            Candidate one = candidates.get(i % candidates.size());
            changes.add(new Change(one.pid(), one.attribute().key(), good(one.attribute()), true));
        }
        for (int i = 0; i < invalid; i++) {
            Candidate one = breakable.get(i % breakable.size());
            changes.add(new Change(one.pid(), one.attribute().key(), bad(one.attribute()), false));
        }
        java.util.Collections.shuffle(changes, random);
        return changes;
    }

    private String good(Attribute attribute) {
        if (texts.containsKey(attribute.key())) {
            return any(texts.get(attribute.key()));
        }
        if (!attribute.options().isEmpty()) {
            return any(attribute.options());
        }
        if (attribute.type() == Attribute.Type.BOOLEAN) {
            return String.valueOf(random.nextBoolean());
        }
        if (attribute.isNumber()) {
            BigDecimal min = attribute.min() == null ? BigDecimal.ZERO : attribute.min();
            BigDecimal max = attribute.max() == null ? min.add(BigDecimal.valueOf(1000)) : attribute.max();
            long span = Math.max(1, Math.min(max.subtract(min).longValue() + 1, 1L << 30));
            // Near the default mostly: extremes are allowed and make a room useless for a test.
            long offset = random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * span);
            return min.add(BigDecimal.valueOf(offset)).min(max).toPlainString();
        }
        return "x".repeat(attribute.min() == null ? 1 : attribute.min().intValue());
    }

    private String bad(Attribute attribute) {
        List<String> bad = new ArrayList<>();
        if (attribute.isNumber()) {
            bad.add("");
            bad.add("many");
            bad.add("1e99x");
            if (attribute.min() != null) {
                bad.add(attribute.min().subtract(BigDecimal.ONE).toPlainString());
            }
            if (attribute.max() != null) {
                bad.add(attribute.max().add(BigDecimal.ONE).toPlainString());
            }
        } else {
            bad.add(UNLIKELY);
            bad.add("${nobody.sets.this}");
        }
        return any(bad);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** What a set becomes by a change. */
    public static Map<String, Object> applied(Map<String, ?> set, Change change) {
        Map<String, Object> changed = new LinkedHashMap<>(set);
        changed.put(change.key(), change.value());
        return changed;
    }
}
