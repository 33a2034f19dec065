package org.dharmic.swap.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries deeds out. Without wires between the set and others, each bundle is exchanged by itself, so that each pauses for as
 * short as it can. With wires, all that is concerned stops first, users before providers; then the contents change, the
 * framework rewires once, and all starts again, providers before users.
 */
final class Deeds {

    private static final Duration REFRESH_LIMIT = Duration.ofSeconds(30);

    private final Container container;

    /** Ids of the bundles that were installed, by location: an id is only known then. */
    private final Map<String, Long> added = new HashMap<>();

    /** Ids of the bundles of the set that were stopped or more. */
    private final Set<Long> touched = new HashSet<>();

    /** Where failures go instead of ending it; null when the first one ends it. */
    private final List<String> failures;

    private Deeds(Container container, List<String> failures) {
        this.container = container;
        this.failures = failures;
    }

    /** The first failure ends it. */
    static Deeds strict(Container container) {
        return new Deeds(container, null);
    }

    /** Goes on after a failure, as far as it can: for putting back. */
    static Deeds lenient(Container container, List<String> failures) {
        return new Deeds(container, failures);
    }

    private interface Attempt {
        void run() throws StepFailed;
    }

    private void attempt(Attempt attempt) throws StepFailed {
        try {
            attempt.run();
        } catch (StepFailed e) {
            if (failures == null) {
                throw e;
            }
            failures.add(e.getMessage());
        }
    }

    Map<String, Long> added() {
        return Map.copyOf(added);
    }

    /**
     * @param others bundles beyond the set that stop and start with it; empty means that nothing needs to be rewired
     * @param pause learns of what is installed
     */
    void carryOut(List<? extends Deed> deeds, boolean rewire, Collection<Running> others, Container.Pause pause)
            throws StepFailed {
        if (rewire) {
            together(deeds, others, pause);
        } else {
            for (Deed deed : deeds) {
                attempt(() -> {
                    stop(deed);
                    change(deed, pause);
                    start(deed);
                });
            }
        }
    }

    private void together(List<? extends Deed> deeds, Collection<Running> others, Container.Pause pause)
            throws StepFailed {
        List<Running> usersFirst = others.stream()
                .sorted(Comparator.comparingInt(Running::level)
                        .thenComparingLong(Running::id)
                        .reversed())
                .toList();
        for (Running other : usersFirst) {
            attempt(() -> container.stop(other.id()));
        }
        for (int i = deeds.size() - 1; i >= 0; i--) {
            Deed deed = deeds.get(i);
            attempt(() -> stop(deed));
        }
        List<Long> rewired = new ArrayList<>();
        for (Deed deed : deeds) {
            attempt(() -> change(deed, pause));
            if (deed instanceof Deed.Put put) {
                rewired.add(put.id());
            } else if (deed instanceof Deed.Drop drop) {
                rewired.add(drop.id());
            }
        }
        attempt(() -> container.refresh(rewired, REFRESH_LIMIT));
        for (Deed deed : deeds) {
            attempt(() -> start(deed));
        }
        for (int i = usersFirst.size() - 1; i >= 0; i--) {
            Running other = usersFirst.get(i);
            if (other.active()) {
                attempt(() -> container.start(other.id()));
            }
        }
    }

    private void stop(Deed deed) throws StepFailed {
        if (deed instanceof Deed.Put put) {
            touched.add(put.id());
            container.stop(put.id());
        } else if (deed instanceof Deed.Drop drop) {
            touched.add(drop.id());
            container.stop(drop.id());
        }
    }

    private void change(Deed deed, Container.Pause pause) throws StepFailed {
        if (deed instanceof Deed.Put put) {
            container.update(put.id(), put.jar());
        } else if (deed instanceof Deed.Add add) {
            long id = container.install(add.location(), add.jar(), add.level());
            added.put(add.location(), id);
            pause.include(id);
        } else if (deed instanceof Deed.Drop drop) {
            container.uninstall(drop.id());
        }
    }

    private void start(Deed deed) throws StepFailed {
        if (deed instanceof Deed.Put put && put.run()) {
            container.start(put.id());
        } else if (deed instanceof Deed.Add add) {
            Long id = added.get(add.location());
            if (id != null) { // not installed: that failure is known already
                container.start(id);
            }
        }
    }

    /**
     * What takes back as much of these steps as was done, last one first.
     *
     * @param present ids of the bundles that are there
     */
    List<Deed> reversed(List<Step> steps, Set<Long> present) {
        List<Deed> back = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step instanceof Step.Upgrade upgrade
                    && touched.contains(upgrade.old().id())) {
                Running old = upgrade.old();
                back.add(new Deed.Put(old.id(), old.symbolicName(), upgrade.oldJar(), old.active()));
            } else if (step instanceof Step.Install install && added.containsKey(install.newLine())) {
                back.add(new Deed.Drop(
                        added.get(install.newLine()), install.revision().symbolicName()));
            } else if (step instanceof Step.Remove remove
                    && !present.contains(remove.old().id())) {
                Running old = remove.old();
                back.add(new Deed.Add(old.location(), old.symbolicName(), remove.oldJar(), old.level()));
            } else if (step instanceof Step.Remove remove
                    && touched.contains(remove.old().id())) {
                Running old = remove.old();
                back.add(new Deed.Put(old.id(), old.symbolicName(), remove.oldJar(), old.active()));
            }
        }
        return back;
    }

    static List<Deed> of(List<Step> steps) {
        List<Deed> deeds = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Upgrade upgrade) {
                Running old = upgrade.old();
                deeds.add(new Deed.Put(
                        old.id(), old.symbolicName(), upgrade.revision().file(), old.active()));
            } else if (step instanceof Step.Install install) {
                deeds.add(new Deed.Add(
                        install.newLine(),
                        install.revision().symbolicName(),
                        install.revision().file(),
                        install.level()));
            } else if (step instanceof Step.Remove remove) {
                deeds.add(new Deed.Drop(remove.old().id(), remove.old().symbolicName()));
            }
        }
        return deeds;
    }
}
