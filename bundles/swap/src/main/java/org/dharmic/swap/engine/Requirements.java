package org.dharmic.swap.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dharmic.swap.jar.BundleManifest;
import org.dharmic.swap.jar.Matching;
import org.dharmic.swap.jar.Requirement;
import org.dharmic.swap.jar.RevisionJar;

/** Whether the bundles of a set, and those that stay, would find what they need. */
final class Requirements {

    private final Container container;
    private final Matching matching;

    Requirements(Container container, Matching matching) {
        this.container = container;
        this.matching = matching;
    }

    /**
     * @param set what comes
     * @param leaving ids of the bundles whose present revision goes
     * @return a sentence for each mandatory requirement of the set that nobody provides
     */
    List<String> unmet(List<RevisionJar> set, Set<Long> leaving) {
        List<String> unmet = new ArrayList<>();
        for (RevisionJar jar : set) {
            for (Requirement requirement : jar.manifest().requirements()) {
                if (!requirement.optional() && !isMet(requirement, set, leaving)) {
                    unmet.add(jar.title() + " needs " + requirement.text()
                            + (requirement.namespace().equals(BundleManifest.SERVICE)
                                    ? ", and there is no such service now"
                                    : ", and no bundle provides it"));
                }
            }
        }
        return unmet;
    }

    private boolean isMet(Requirement requirement, List<RevisionJar> set, Set<Long> leaving) {
        return isMetBy(set, requirement)
                || (requirement.namespace().equals(BundleManifest.SERVICE)
                        ? container.serves(requirement, leaving)
                        : container.provides(requirement, leaving));
    }

    private boolean isMetBy(List<RevisionJar> set, Requirement requirement) {
        return set.stream().anyMatch(jar -> provides(jar, requirement));
    }

    private boolean provides(RevisionJar jar, Requirement requirement) {
        return jar.manifest().capabilities().stream().anyMatch(capability -> matching.matches(requirement, capability));
    }

    /** A sentence for each bundle that stays and would lose what it is wired to. */
    List<String> orphaned(Running leaving, List<RevisionJar> set, Set<Long> olds) {
        List<String> orphaned = new ArrayList<>();
        for (Dependent dependent : container.dependents(leaving.id())) {
            Requirement requirement = dependent.requirement();
            if (!olds.contains(dependent.id()) && !requirement.optional() && !isMet(requirement, set, olds)) {
                orphaned.add(dependent.symbolicName() + " takes " + requirement.text() + " from "
                        + leaving.symbolicName() + " " + leaving.version()
                        + ", and nothing would provide it afterwards");
            }
        }
        return orphaned;
    }

    /** Who provides something comes before who needs it; apart from that the given order stays. */
    <T> List<T> inOrder(List<T> things, Function<T, Optional<RevisionJar>> jar) {
        List<T> left = new ArrayList<>(things);
        List<T> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            T next = left.stream()
                    .filter(each ->
                            left.stream().noneMatch(other -> other != each && needs(jar.apply(each), jar.apply(other))))
                    .findFirst()
                    .orElse(left.get(0)); // a circle has no right order
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private boolean needs(Optional<RevisionJar> one, Optional<RevisionJar> other) {
        return one.isPresent()
                && other.isPresent()
                && one.get().manifest().requirements().stream()
                        .anyMatch(
                                requirement -> !provides(one.get(), requirement) && provides(other.get(), requirement));
    }
}
