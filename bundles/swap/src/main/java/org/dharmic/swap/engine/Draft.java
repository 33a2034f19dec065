package org.dharmic.swap.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dharmic.launcher.instance.StartListText;
import org.dharmic.swap.Plan;

/**
 * A plan with everything that carrying it out needs.
 *
 * @param steps in the order in which they are made
 * @param refreshed bundles beyond the set that are stopped, rewired and started with it
 * @param rewire others are wired to old revisions of the set: without a refresh they would stay with them
 * @param listed the start list now
 * @param wanted the start list afterwards
 */
record Draft(
        Plan plan, List<Step> steps, Set<Long> refreshed, boolean rewire, StartListText listed, StartListText wanted) {

    Draft {
        steps = List.copyOf(steps);
        refreshed = Set.copyOf(refreshed);
    }

    /** The running bundles of the set. */
    Set<Long> olds() {
        return steps.stream()
                .flatMap(step -> old(step).stream())
                .map(Running::id)
                .collect(Collectors.toSet());
    }

    static Optional<Running> old(Step step) {
        if (step instanceof Step.Upgrade upgrade) {
            return Optional.of(upgrade.old());
        }
        return step instanceof Step.Remove remove ? Optional.of(remove.old()) : Optional.empty();
    }
}
