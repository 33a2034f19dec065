package org.dharmic.swap.engine;

import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;

/**
 * How a bundle is doing.
 *
 * @param satisfied how many configurations of each of its components are active or could be, by the component's name; 0 for
 *     one that waits
 * @param waiting components that lack a reference, with the sentence that says which
 * @param failed components whose activation failed, with the reason
 * @param dead services that are registered and cannot be obtained
 * @param checks its health checks, from {@link Health#OK} to {@link Health#ERROR}, by name
 */
public record Condition(
        Version version,
        boolean active,
        Map<String, Integer> satisfied,
        Map<String, String> waiting,
        Map<String, String> failed,
        List<String> dead,
        Map<String, Health> checks) {

    /** Statuses of Felix Health Checks, better ones first. */
    public enum Health {
        OK,
        WARN,
        TEMPORARILY_UNAVAILABLE,
        CRITICAL,
        ERROR
    }

    public Condition {
        satisfied = Map.copyOf(satisfied);
        waiting = Map.copyOf(waiting);
        failed = Map.copyOf(failed);
        dead = List.copyOf(dead);
        checks = Map.copyOf(checks);
    }

    /** Whether a check says that it does not know yet: the room is still opening something. */
    public boolean isUndecided() {
        return checks.containsValue(Health.TEMPORARILY_UNAVAILABLE);
    }

    Condition withoutChecks() {
        return new Condition(version, active, satisfied, waiting, failed, dead, Map.of());
    }
}
