package org.dharmic.swap.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.launcher.instance.StartListText;
import org.dharmic.swap.Plan;
import org.dharmic.swap.Request;
import org.dharmic.swap.jar.Matching;
import org.dharmic.swap.jar.RevisionJar;
import org.dharmic.swap.list.JarStore;

/** Thinks an exchange through before anything is touched. */
final class Planner {

    /** Below it are the framework's own bundles and everybody's libraries: the guard is the first of the rooms. */
    private static final int FIRST_ROOM = 45;

    private final Container container;
    private final Requirements requirements;
    private final Lines lines;
    private final JarStore store;

    Planner(Container container, Matching matching, Lines lines, JarStore store) {
        this.container = container;
        this.requirements = new Requirements(container, matching);
        this.lines = lines;
        this.store = store;
    }

    /** What is found out on the way. */
    private static final class Findings {
        final List<Step> steps = new ArrayList<>();
        final List<String> refusals = new ArrayList<>();
        final Set<String> refreshed = new TreeSet<>();
        final Set<Long> refreshedIds = new HashSet<>();
        /** What speaks against an exchange now, but not against one at the next start. */
        final List<String> noWayBack = new ArrayList<>();

        boolean rewire;
        String atRestart = "";
    }

    /** @param refusals what is known to speak against it already */
    Draft draft(Wish wish, List<String> refusals) throws StartFailure {
        StartListText listed = lines.read();
        StartList list = listed.parsed();
        Findings findings = new Findings();
        findings.refusals.addAll(refusals);
        if (wish.jars().isEmpty() && wish.remove().isEmpty() && refusals.isEmpty()) {
            findings.refusals.add("nothing was named to be exchanged");
        }
        Map<String, List<Running>> running =
                container.bundles().stream().collect(Collectors.groupingBy(Running::symbolicName));
        Set<String> seen = new HashSet<>();
        for (RevisionJar jar : wish.jars()) {
            List<Running> present = running.getOrDefault(jar.symbolicName(), List.of());
            if (wish.kind() == Request.Kind.NEWER && isThere(jar, present)) {
                continue;
            }
            if (!seen.add(jar.symbolicName())) {
                findings.refusals.add(
                        jar.title() + ": the set holds " + jar.symbolicName() + " twice; keep one of the two");
            } else {
                step(wish, jar, present, list, findings);
            }
        }
        if (wish.kind() == Request.Kind.NEWER && seen.isEmpty() && findings.refusals.isEmpty()) {
            findings.refusals.add("nothing in it is newer than what runs");
        }
        for (String name : wish.remove()) {
            removal(wish, name, list, findings);
        }
        checkWires(wish, findings);
        List<Step> ordered = requirements.inOrder(
                findings.steps.stream()
                        .sorted(Comparator.comparingInt(Planner::level))
                        .toList(),
                Step::jar);
        StartListText wanted = edit(listed, ordered, findings);
        Plan plan = new Plan(
                ordered.stream().map(Step::change).toList(),
                List.copyOf(findings.refreshed),
                findings.refusals,
                findings.atRestart);
        return new Draft(plan, ordered, findings.refreshedIds, findings.rewire, listed, wanted);
    }

    private static boolean isThere(RevisionJar jar, List<Running> running) {
        return running.stream()
                .anyMatch(old -> old.version().compareTo(jar.manifest().version()) >= 0);
    }

    private static int level(Step step) {
        if (step instanceof Step.Install install) {
            return install.level();
        }
        return step instanceof Step.Adopt adopt
                ? adopt.level()
                : Draft.old(step).map(Running::level).orElse(0);
    }

    private void step(Wish wish, RevisionJar jar, List<Running> running, StartList list, Findings findings) {
        if (running.size() > 1) {
            findings.refusals.add(jar.title() + ": " + running.size() + " revisions of it run side by side already ("
                    + running.stream().map(each -> each.version().toString()).collect(Collectors.joining(", "))
                    + "); uninstall all but one");
        } else if (running.isEmpty()) {
            install(wish, jar, findings);
        } else {
            Running old = running.get(0);
            Optional<StartList.Line> line = lines.of(old, list);
            if (line.isPresent()) {
                upgrade(wish, jar, old, line.get(), findings);
            } else {
                adopt(wish, jar, old, findings);
            }
        }
    }

    private void install(Wish wish, RevisionJar jar, Findings findings) {
        if (wish.kind() == Request.Kind.UPGRADE && !wish.back()) {
            findings.refusals.add(jar.title() + ": no bundle " + jar.symbolicName()
                    + " runs here; swap:install adds one, swap:status shows those that run");
            return;
        }
        Wish.Place place = wish.lines()
                .getOrDefault(
                        jar.symbolicName(),
                        new Wish.Place("mvn:local/" + jar.symbolicName() + "/" + jar.version(), wish.level()));
        add(new Step.Install(jar, place.location(), place.level()), place.location(), jar, findings);
    }

    private void adopt(Wish wish, RevisionJar jar, Running old, Findings findings) {
        if (wish.kind() == Request.Kind.UPGRADE) {
            findings.refusals.add(jar.title() + ": " + old.symbolicName() + " is not on the start list;"
                    + " swap:install " + old.symbolicName() + " puts it there first");
        } else if (!old.version().equals(jar.manifest().version())) {
            findings.refusals.add(jar.title() + ": " + old.symbolicName() + " " + old.version()
                    + " runs and is not on the start list; swap:install " + old.symbolicName()
                    + " puts it there, then swap:upgrade exchanges it");
        } else {
            String location = "mvn:local/" + jar.symbolicName() + "/" + jar.version();
            add(new Step.Adopt(old, jar, location, old.level()), location, jar, findings);
        }
    }

    private void upgrade(Wish wish, RevisionJar jar, Running old, StartList.Line line, Findings findings) {
        if (wish.kind() == Request.Kind.INSTALL && !wish.back()) {
            findings.refusals.add(jar.title() + ": " + old.symbolicName() + " " + old.version()
                    + " runs already; swap:upgrade exchanges it");
            return;
        }
        int newer = jar.manifest().version().compareTo(old.version());
        if (!wish.back() && newer <= 0) {
            findings.refusals.add(
                    newer < 0
                            ? jar.title() + " is older than " + old.version() + ", which runs; swap:rollback "
                                    + old.symbolicName() + " goes back to what ran before"
                            : jar.title() + " is what runs already, or has other content under the same version;"
                                    + " a newer Bundle-Version than " + old.version() + " is expected");
            return;
        }
        Optional<Path> oldJar = oldJar(old, line);
        if (oldJar.isEmpty()) {
            findings.noWayBack.add(jar.title() + ": the jar of " + old.symbolicName() + " " + old.version()
                    + ", which runs, is not to be found, so nothing could be put back");
        }
        String location = Optional.ofNullable(wish.lines().get(jar.symbolicName()))
                .map(Wish.Place::location)
                .orElse(line.locationOf(jar.version()));
        add(
                new Step.Upgrade(old, jar, oldJar.orElse(store.jar(line.location())), line, location),
                location,
                jar,
                findings);
        if (old.fragment()) {
            findings.atRestart = old.symbolicName() + " is a fragment, and its host would not let go of it";
        }
    }

    /** What runs need not be what the list says: somebody may have used bundle:update. */
    private Optional<Path> oldJar(Running old, StartList.Line line) {
        boolean asListed = lines.manifest(line)
                .filter(manifest -> manifest.symbolicName().equals(old.symbolicName()))
                .filter(manifest -> manifest.version().equals(old.version()))
                .isPresent();
        return asListed ? Optional.of(store.jar(line.location())) : container.jar(old.id());
    }

    private void removal(Wish wish, String name, StartList list, Findings findings) {
        List<Running> named = container.bundles().stream()
                .filter(bundle -> bundle.symbolicName().equals(name)
                        || lines.of(bundle, list)
                                .filter(line -> line.artifact().endsWith(":" + name))
                                .isPresent())
                .toList();
        if (named.size() != 1) {
            findings.refusals.add(
                    named.isEmpty()
                            ? "no bundle " + name + " runs here; swap:status shows those that run"
                            : named.size() + " bundles are called " + name + "; give the symbolic name");
            return;
        }
        Running old = named.get(0);
        Optional<StartList.Line> line = lines.of(old, list);
        if (line.isEmpty()) {
            findings.refusals.add(
                    old.symbolicName() + " is not on the start list; bundle:uninstall " + old.id() + " takes it away");
        } else if (old.id() == container.self()) {
            findings.refusals.add(old.symbolicName() + " is what does this and cannot take itself away");
        } else if (!wish.force() && !wish.back() && lines.isShipped(line.get().artifact())) {
            findings.refusals.add(
                    old.symbolicName() + " came with the distribution; --force takes it away all the same");
        } else {
            Optional<Path> jar = oldJar(old, line.get());
            if (jar.isEmpty()) {
                findings.refusals.add(old.symbolicName() + ": its jar "
                        + store.jar(line.get().location()) + " is not to be found, so it could not be put back");
            } else {
                findings.steps.add(new Step.Remove(old, jar.get(), line.get()));
            }
        }
    }

    private void add(Step step, String location, RevisionJar jar, Findings findings) {
        try {
            store.refusal(location, jar).ifPresent(findings.refusals::add);
        } catch (IOException e) {
            findings.refusals.add(store.jar(location) + " cannot be read: " + Reason.of(e));
        }
        findings.steps.add(step);
    }

    private void checkWires(Wish wish, Findings findings) {
        List<Running> olds = findings.steps.stream()
                .flatMap(step -> Draft.old(step).stream())
                .toList();
        Set<Long> ids = olds.stream().map(Running::id).collect(Collectors.toSet());
        List<RevisionJar> coming = findings.steps.stream()
                .filter(step -> !(step instanceof Step.Adopt))
                .flatMap(step -> step.jar().stream())
                .toList();
        findings.refusals.addAll(requirements.unmet(coming, ids));
        for (Running old : olds) {
            findings.refusals.addAll(requirements.orphaned(old, coming, ids));
            findings.rewire |= !container.dependents(old.id()).isEmpty();
        }
        Set<Long> closure = findings.rewire ? container.closure(ids) : ids;
        findings.atRestart = atRestart(wish, findings, closure);
        if (!findings.atRestart.isEmpty()) {
            return;
        }
        findings.refusals.addAll(findings.noWayBack);
        Set<String> houses = olds.stream().flatMap(old -> old.house().stream()).collect(Collectors.toSet());
        List<String> beyond = new ArrayList<>();
        for (Running bundle : container.bundles()) {
            if (closure.contains(bundle.id()) && !ids.contains(bundle.id())) {
                findings.refreshed.add(bundle.symbolicName());
                findings.refreshedIds.add(bundle.id());
                if (bundle.house().filter(houses::contains).isEmpty()) {
                    beyond.add(bundle.symbolicName());
                }
            }
        }
        if (!beyond.isEmpty() && !wish.force()) {
            beyond.sort(Comparator.naturalOrder());
            findings.refusals.add("bundles beyond the subsystem would be stopped and rewired: "
                    + String.join(", ", beyond) + "; --force does it all the same");
        }
    }

    private String atRestart(Wish wish, Findings findings, Set<Long> closure) {
        if (!findings.atRestart.isEmpty()) {
            return findings.atRestart;
        }
        for (Step step : findings.steps) {
            Optional<Running> old = Draft.old(step);
            if (old.isPresent() && old.get().id() == container.self()) {
                return old.get().symbolicName() + " cannot exchange itself";
            }
            if (!wish.force() && old.filter(bundle -> carries(bundle, step)).isPresent()) {
                return old.get().symbolicName() + " is what the platform stands on; --force exchanges it now";
            }
        }
        return closure.contains(container.self()) ? "the bundle that does the exchange would be stopped with it" : "";
    }

    /** Bundles of others that came with the distribution and start before the first room. */
    private boolean carries(Running bundle, Step step) {
        return bundle.house().isEmpty()
                && bundle.level() < FIRST_ROOM
                && step.change()
                        .oldLine()
                        .flatMap(StartList::artifactOf)
                        .filter(lines::isShipped)
                        .isPresent();
    }

    private static StartListText edit(StartListText listed, List<Step> steps, Findings findings) {
        StartListText edited = listed;
        try {
            for (Step step : steps) {
                if (step instanceof Step.Upgrade upgrade) {
                    edited = edited.replace(upgrade.newLine());
                } else if (step instanceof Step.Install install) {
                    edited = edited.add(install.newLine(), install.level());
                } else if (step instanceof Step.Adopt adopt) {
                    edited = edited.add(adopt.newLine(), adopt.level());
                } else if (step instanceof Step.Remove remove) {
                    edited = edited.remove(remove.oldLine().location());
                }
            }
            edited.parsed();
        } catch (StartFailure e) {
            findings.refusals.add(e.getMessage());
        }
        return edited;
    }
}
