package org.dharmic.strangememory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How steadily what happened was met in the last 24 hours.
 *
 * @param entries how many witness entries there were, 3 or more
 * @param distribution entries for each quality
 * @param genuineRatio share with a confidence above 0.6
 * @param stability 0 to 1
 * @param contractions entries with the quality contracted
 * @param delta genuine ratio less that of the 24 hours before, 0 when those had fewer than 3 entries
 * @param developing more speaks for a development than against it, and the ratio does not fall
 * @param explanation one line: what speaks for it, and what against
 */
public record WitnessStatus(
        int entries,
        Map<String, Long> distribution,
        double genuineRatio,
        double stability,
        long contractions,
        double delta,
        boolean developing,
        String explanation) {

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final int FEWEST = 3;
    private static final double GENUINE = 0.6;

    public WitnessStatus {
        distribution = Map.copyOf(distribution);
        Objects.requireNonNull(explanation, "explanation");
    }

    /**
     * The status as of {@code now}; empty when the last 24 hours have fewer than 3 entries.
     *
     * @param witness entries of {@link Layer#WITNESS_STABILITY} of the last 48 hours or more
     */
    public static Optional<WitnessStatus> of(List<Entry> witness, Instant now) {
        Instant begin = now.minus(WINDOW);
        List<Entry> window = between(witness, begin, now.plusMillis(1));
        if (window.size() < FEWEST) {
            return Optional.empty();
        }
        List<Entry> previous = between(witness, begin.minus(WINDOW), begin);
        Map<String, Long> distribution = window.stream()
                .collect(Collectors.groupingBy(entry -> entry.text("quality"), TreeMap::new, Collectors.counting()));
        double ratio = genuineRatio(window);
        long open = distribution.getOrDefault("present", 0L) + distribution.getOrDefault("expansive", 0L);
        double stability = Math.min(1, (double) open / window.size() * ratio * 1.5);
        long contractions = distribution.getOrDefault("contracted", 0L);
        double delta = previous.size() < FEWEST ? 0 : ratio - genuineRatio(previous);

        List<String> forIt = new ArrayList<>();
        add(forIt, delta > 0.05, "more genuine than the day before");
        add(forIt, contractions > 0, "contraction is noticed");
        add(forIt, ratio > 0.7, "mostly genuine");
        add(forIt, stability > 0.6, "steady");
        List<String> againstIt = new ArrayList<>();
        add(againstIt, delta < -0.05, "less genuine than the day before");
        add(againstIt, ratio < 0.4, "seldom genuine");
        return Optional.of(new WitnessStatus(
                window.size(),
                distribution,
                ratio,
                stability,
                contractions,
                delta,
                forIt.size() > againstIt.size() && delta >= 0,
                "for it: " + words(forIt) + "; against it: " + words(againstIt)));
    }

    private static List<Entry> between(List<Entry> entries, Instant from, Instant before) {
        return entries.stream()
                .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(before))
                .toList();
    }

    private static double genuineRatio(List<Entry> entries) {
        long genuine = entries.stream()
                .filter(entry -> entry.fields().get("genuine_confidence") instanceof Number confidence
                        && confidence.doubleValue() > GENUINE)
                .count();
        return (double) genuine / entries.size();
    }

    private static void add(List<String> reasons, boolean holds, String reason) {
        if (holds) {
            reasons.add(reason);
        }
    }

    private static String words(List<String> reasons) {
        return reasons.isEmpty() ? "nothing" : String.join(", ", reasons);
    }
}
