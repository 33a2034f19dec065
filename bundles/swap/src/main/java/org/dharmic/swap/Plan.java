package org.dharmic.swap;

import java.util.List;

/**
 * What an exchange would do.
 *
 * @param changes in the order in which they would be made: contracts and libraries first
 * @param refreshed symbolic names of bundles outside the set that would be stopped, rewired and started again with it
 * @param refusals why it cannot be done, each with the value, what was expected, and the jar; empty when it can
 * @param atRestart names why it only takes effect with the next start of the container; empty when it does at once
 */
public record Plan(List<Change> changes, List<String> refreshed, List<String> refusals, String atRestart) {

    public Plan {
        changes = List.copyOf(changes);
        refreshed = List.copyOf(refreshed);
        refusals = List.copyOf(refusals);
    }

    public boolean possible() {
        return refusals.isEmpty();
    }
}
