package org.dharmic.swap.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.dharmic.launcher.instance.CacheMarker;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.swap.Outcome.Result;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange: bundles first, the start list last. The list is what the next start runs, so replacing it is the moment from
 * which the new revisions are there for good; until then, and while {@code cache.ok} is missing, a kill leads back to the old.
 */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** Short against any pause; looking costs about a millisecond. */
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

    /** Also at the very end of the time a health check gets this long to answer. */
    private static final long ANSWER_NANOS = 250_000_000;

    private final Container container;
    private final Lines lines;
    private final CacheMarker marker;
    private final Duration verify;

    /** @param verify how long the new revisions may take to do as well as the old */
    Exchange(Container container, Lines lines, CacheMarker marker, Duration verify) {
        this.container = container;
        this.lines = lines;
        this.marker = marker;
        this.verify = verify;
    }

    /** How it ended. */
    record Ending(Result result, List<String> reasons, Duration pause) {}

    /** A bundle and how it must be. */
    private record Expected(String name, long id, Version version, boolean run, Optional<Condition> before) {}

    /** The jars must be stored already, and the plan possible. */
    Ending run(Draft draft) throws IOException, StartFailure {
        if (!draft.plan().atRestart().isEmpty()) {
            lines.write(draft.wanted()); // its hash differs from the marker's: the next start makes the cache anew
            return new Ending(Result.AT_RESTART, List.of(draft.plan().atRestart()), Duration.ZERO);
        }
        StartList before = draft.listed().parsed();
        boolean vouched = marker.vouchesFor(before);
        List<Running> others = container.bundles().stream()
                .filter(bundle -> draft.refreshed().contains(bundle.id()))
                .toList();
        Map<Long, Condition> conditions = conditions(draft, others);
        marker.distrust();
        Deeds deeds = Deeds.strict(container);
        Set<Long> watched = new HashSet<>(draft.olds());
        try (Container.Pause pause = container.watch(watched)) {
            List<String> failures = tryOut(draft, others, conditions, deeds, pause);
            if (failures.isEmpty()) {
                failures = commit(draft);
            }
            if (failures.isEmpty()) {
                if (vouched) {
                    vouch(draft.wanted().parsed(), touched(draft, deeds));
                }
                return new Ending(Result.KEPT, List.of(), pause.soFar());
            }
            LOG.warn("Putting back: {}", String.join("; ", failures));
            List<String> broken = putBack(draft, others, conditions, deeds, pause);
            if (broken.isEmpty() && vouched) {
                vouch(before, touched(draft, deeds));
            }
            List<String> reasons = new ArrayList<>(failures);
            broken.forEach(each -> reasons.add("putting back: " + each));
            return new Ending(broken.isEmpty() ? Result.PUT_BACK : Result.BROKEN, reasons, pause.soFar());
        }
    }

    /** While nothing has stopped yet there is time to wait for a room that is still opening something. */
    private Map<Long, Condition> conditions(Draft draft, List<Running> others) {
        Set<Long> ids = new HashSet<>(draft.olds());
        others.forEach(other -> ids.add(other.id()));
        Map<Long, Condition> conditions = new HashMap<>();
        long deadline = System.nanoTime() + verify.toNanos();
        for (long id : ids) {
            Condition condition = container.condition(id, verify);
            while (condition.isUndecided() && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
                condition = container.condition(id, verify);
            }
            conditions.put(id, condition);
        }
        return conditions;
    }

    private List<String> tryOut(
            Draft draft, List<Running> others, Map<Long, Condition> conditions, Deeds deeds, Container.Pause pause) {
        try {
            deeds.carryOut(Deeds.of(draft.steps()), draft.rewire(), others, pause);
            return await(expected(draft, others, conditions, deeds));
        } catch (StepFailed e) {
            return List.of(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("An exchange failed in an unforeseen way", e);
            return List.of(Objects.toString(e.getMessage(), e.toString()));
        }
    }

    private static List<Expected> expected(
            Draft draft, List<Running> others, Map<Long, Condition> conditions, Deeds deeds) {
        List<Expected> expected = new ArrayList<>();
        for (Step step : draft.steps()) {
            if (step instanceof Step.Upgrade upgrade) {
                Running old = upgrade.old();
                expected.add(new Expected(
                        old.symbolicName(),
                        old.id(),
                        upgrade.revision().manifest().version(),
                        old.active(),
                        Optional.ofNullable(conditions.get(old.id()))));
            } else if (step instanceof Step.Install install) {
                boolean runs = install.revision().manifest().fragmentHost().isEmpty();
                expected.add(new Expected(
                        install.revision().symbolicName(),
                        deeds.added().get(install.newLine()),
                        install.revision().manifest().version(),
                        runs,
                        Optional.empty()));
            }
        }
        others.forEach(other -> expected.add(asBefore(other, conditions)));
        return expected;
    }

    private static Expected asBefore(Running bundle, Map<Long, Condition> conditions) {
        return new Expected(
                bundle.symbolicName(),
                bundle.id(),
                bundle.version(),
                bundle.active(),
                Optional.ofNullable(conditions.get(bundle.id())));
    }

    /** Looks until all is well, something has failed for good, or the time is over. */
    private List<String> await(List<Expected> expected) {
        long deadline = System.nanoTime() + verify.toNanos();
        while (true) {
            List<String> failed = new ArrayList<>();
            List<String> waiting = new ArrayList<>();
            for (Expected each : expected) {
                Duration left = Duration.ofNanos(Math.max(ANSWER_NANOS, deadline - System.nanoTime()));
                Condition now = container.condition(each.id(), left);
                Verdict verdict = Verdict.of(each.name(), each.before(), now, each.version(), each.run());
                failed.addAll(verdict.failed());
                waiting.addAll(verdict.waiting());
            }
            if (!failed.isEmpty()) {
                return failed;
            }
            if (waiting.isEmpty()) {
                return List.of();
            }
            if (System.nanoTime() - deadline >= 0) {
                waiting.set(0, waiting.get(0) + " (after " + verify.toMillis() + " ms)");
                return waiting;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    /** The moment from which the new revisions are there for good. */
    private List<String> commit(Draft draft) {
        try {
            lines.write(draft.wanted());
            return List.of();
        } catch (IOException e) {
            LOG.warn("The start list could not be replaced", e);
            try {
                // The file may have been replaced all the same, with only its folder not forced.
                if (!lines.read().content().equals(draft.listed().content())) {
                    lines.write(draft.listed());
                }
            } catch (IOException | StartFailure again) {
                e.addSuppressed(again);
            }
            return List.of("the start list could not be replaced: " + e.getMessage());
        }
    }

    private static Set<Long> touched(Draft draft, Deeds deeds) {
        Set<Long> touched = new HashSet<>(draft.olds());
        touched.addAll(deeds.added().values());
        return touched;
    }

    /** Without it the next start takes a little longer and ends at the same place. */
    private void vouch(StartList list, Set<Long> touched) {
        try {
            marker.sync(touched);
            marker.write(list);
        } catch (IOException e) {
            LOG.warn("cache.ok could not be written; the next start makes the cache anew", e);
        }
    }

    private List<String> putBack(
            Draft draft, List<Running> others, Map<Long, Condition> conditions, Deeds done, Container.Pause pause) {
        Set<Long> present = container.bundles().stream().map(Running::id).collect(Collectors.toSet());
        List<String> failures = new ArrayList<>();
        Deeds deeds = Deeds.lenient(container, failures);
        try {
            List<Deed> back = done.reversed(draft.steps(), present);
            List<Running> stillThere = others.stream()
                    .filter(other -> present.contains(other.id()))
                    .toList();
            deeds.carryOut(back, draft.rewire(), stillThere, pause);
            if (failures.isEmpty()) {
                failures.addAll(await(expectedBack(draft, others, conditions, deeds)));
            }
        } catch (StepFailed e) {
            failures.add(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Putting back failed in an unforeseen way", e);
            failures.add(Objects.toString(e.getMessage(), e.toString()));
        }
        return failures;
    }

    /** Health is left out: what the old revision ran with may have changed meanwhile, and it is the old one all the same. */
    private static List<Expected> expectedBack(
            Draft draft, List<Running> others, Map<Long, Condition> conditions, Deeds deeds) {
        Map<Long, Expected> expected = new LinkedHashMap<>();
        for (Step step : draft.steps()) {
            Draft.old(step).ifPresent(old -> {
                Expected then = asBefore(old, conditions);
                long id = deeds.added().getOrDefault(old.location(), old.id());
                expected.put(id, new Expected(then.name(), id, then.version(), then.run(), then.before()));
            });
        }
        others.forEach(other -> expected.put(other.id(), asBefore(other, conditions)));
        return expected.values().stream()
                .map(each -> new Expected(
                        each.name(),
                        each.id(),
                        each.version(),
                        each.run(),
                        each.before().map(Condition::withoutChecks)))
                .toList();
    }
}
