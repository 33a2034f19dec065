package org.dharmic.swap.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * Whether a bundle does as well as before.
 *
 * @param failed what will not get better by waiting
 * @param waiting what may still come
 */
record Verdict(List<String> failed, List<String> waiting) {

    boolean good() {
        return failed.isEmpty() && waiting.isEmpty();
    }

    /**
     * @param before empty for a bundle that was not there
     * @param version it must have now
     * @param mustRun whether it is to be active
     */
    static Verdict of(String name, Optional<Condition> before, Condition now, Version version, boolean mustRun) {
        List<String> failed = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        if (!now.version().equals(version)) {
            failed.add(name + " has version " + now.version() + ", " + version + " expected");
        }
        if (mustRun && !now.active()) {
            failed.add(name + " is not active");
        }
        if (!mustRun || !now.active()) {
            return new Verdict(failed, waiting);
        }
        components(name, before, now, failed, waiting);
        now.dead().forEach(service -> failed.add(name + " registers " + service + " and gives none"));
        checks(before, now, waiting);
        return new Verdict(failed, waiting);
    }

    private static void components(
            String name, Optional<Condition> before, Condition now, List<String> failed, List<String> waiting) {
        now.failed().forEach((component, why) -> {
            if (before.filter(old -> old.failed().containsKey(component)).isEmpty()) {
                failed.add(component + " could not be activated: " + why);
            }
        });
        now.waiting().forEach((component, what) -> {
            if (before.filter(old -> old.waiting().containsKey(component)).isEmpty()) {
                waiting.add(component + " waits for " + what);
            }
        });
        before.map(Condition::satisfied).orElse(Map.of()).forEach((component, count) -> {
            Integer left = now.satisfied().get(component);
            if (left != null
                    && left < count
                    && !now.failed().containsKey(component)
                    && !now.waiting().containsKey(component)) {
                waiting.add(component + " was active " + count + " times, is " + left + " times");
            }
        });
        if (before.filter(old -> !old.satisfied().isEmpty()).isPresent()
                && now.satisfied().isEmpty()) {
            waiting.add(name + " has no components any more");
        }
    }

    /** Checks that are new, or did not know before, have nothing to be measured by. */
    private static void checks(Optional<Condition> before, Condition now, List<String> waiting) {
        before.map(Condition::checks).orElse(Map.of()).forEach((check, was) -> {
            Condition.Health is = now.checks().get(check);
            if (is == null) {
                waiting.add("health check " + check + " is gone");
            } else if (was != Condition.Health.TEMPORARILY_UNAVAILABLE && is.compareTo(was) > 0) {
                waiting.add("health check " + check + " was " + was + ", is " + is);
            }
        });
    }
}
