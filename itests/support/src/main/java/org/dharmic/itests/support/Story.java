package org.dharmic.itests.support;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When a mail that was answered got where, by the journal.
 *
 * @param number of the mail
 * @param at milliseconds since 1970 of the first arrival in each stage, by the stage's name; INGESTED and SENT are there
 */
public record Story(int number, Map<String, Long> at) {

    private static final String FIRST = "INGESTED";
    private static final String LAST = "SENT";
    /** The stages between them, in the order of their life; for each one the time that it took to get there. */
    static final List<String> STEPS = List.of("ADMITTED", "ANSWERED", "READY", "SENDING", LAST);

    public Story {
        at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
    }

    /** Whether the times tell a whole story. */
    static boolean isWhole(Map<String, Long> at) {
        return at.containsKey(FIRST) && at.containsKey(LAST);
    }

    public long begin() {
        return at.get(FIRST);
    }

    public long end() {
        return at.get(LAST);
    }

    /** The platform's part of the time between question and answer. */
    public long millis() {
        return end() - begin();
    }

    /** How long it took to each stage from the one before. */
    Map<String, Long> steps() {
        Map<String, Long> steps = new LinkedHashMap<>();
        long before = begin();
        for (String stage : STEPS) {
            long then = at.getOrDefault(stage, before);
            steps.put(stage, then - before);
            before = then;
        }
        return steps;
    }
}
