package org.dharmic.strangememory.jsonl;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How genuine a note about one's own noticing sounds, 0 to 1: simple marks of wording, no more. */
final class Witness {

    private static final double PERFORMED = 0.3;
    private static final List<String> PERFORMANCE = List.of(
            "i notice i am noticing",
            "i observe myself observing",
            "meta-awareness of meta-awareness",
            "witnessing the witnessing");

    /**
     * Owning up to contraction is what nobody performs, so it starts highest. (An earlier program meant this 0.8 too, but
     * looked it up under another word and arrived at 0.5; its lines keep what they say.)
     */
    private static final Map<String, Double> BASE =
            Map.of("contracted", 0.8, "uncertain", 0.7, "expansive", 0.6, "present", 0.5);

    private static final int SHORT = 50;

    private Witness() {}

    static double confidence(String quality, String notes) {
        String text = notes.strip().toLowerCase(Locale.ROOT);
        if (PERFORMANCE.stream().anyMatch(text::contains)) {
            return PERFORMED;
        }
        double confidence = BASE.getOrDefault(quality, 0.5);
        if (text.contains("but") || text.contains("however")) {
            confidence += 0.1;
        }
        if (text.contains("?")) {
            confidence += 0.1;
        }
        if (text.length() < SHORT) {
            confidence += 0.05;
        }
        if (text.contains("beautiful") || text.contains("profound")) {
            confidence -= 0.15;
        }
        if (text.startsWith("i notice")) {
            confidence -= 0.1;
        }
        return Math.round(Math.max(0, Math.min(1, confidence)) * 1000) / 1000.0;
    }
}
