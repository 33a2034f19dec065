package org.dharmic.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dharmic.metrics.Metrics;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.ListenerHook;

/**
 * What a process and its framework hold at one moment, counted by kind and name: threads, descriptors, mapped files that
 * are deleted, child processes, services, listeners, meters. Digits in names do not count: a successor numbers anew.
 */
record Residue(Map<String, Integer> counts) {

    /** The JDK keeps these for a minute after their work and has them again for the next. */
    private static final Set<String> OF_THE_JDK = Set.of("process reaper");

    static Residue of(FelixRun run) {
        Map<String, Integer> counts = new TreeMap<>();
        add(counts, "thread ", threads());
        add(counts, "descriptor ", descriptors());
        add(counts, "mapped and deleted ", mappedAndDeleted());
        add(counts, "child process ", children());
        add(counts, "service ", services(run));
        add(counts, "listener ", listeners(run));
        add(counts, "meter ", meters(run));
        return new Residue(counts);
    }

    /** Kinds of which some more may be there because a pool has filled up or an outcome was seen for the first time. */
    private static final List<String> MAY_VARY = List.of("thread ", "descriptor ", "mapped and deleted ", "meter ");

    /**
     * What there is more of than there was: name and both numbers.
     *
     * @param updates how many there were in between; of what may vary, what has grown less than with every other update
     *     is no leak
     */
    List<String> beyond(Residue before, int updates) {
        List<String> more = new ArrayList<>();
        counts.forEach((name, count) -> {
            int was = before.counts.getOrDefault(name, 0);
            int allowed = MAY_VARY.stream().anyMatch(name::startsWith) ? updates / 2 : 0;
            if (count - was > allowed) {
                more.add(name + ": " + count + " instead of " + was);
            }
        });
        return more;
    }

    private int total(String prefix) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static void add(Map<String, Integer> counts, String kind, Collection<String> names) {
        names.forEach(name -> counts.merge(kind + name.replaceAll("[0-9]+", "#"), 1, Integer::sum));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !OF_THE_JDK.contains(name))
                .toList();
    }

    private static List<String> descriptors() {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : open.toList()) {
                if (Files.isSymbolicLink(each)) {
                    target(each).ifPresent(targets::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return targets;
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return Optional.empty(); // closed since the list was made, as the one of the list itself
        }
    }

    private static List<String> mappedAndDeleted() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.endsWith("(deleted)"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> children() {
        return ProcessHandle.current()
                .children()
                .map(child -> child.info().command().orElse("?"))
                .toList();
    }

    private static List<String> services(FelixRun run) {
        try {
            ServiceReference<?>[] all = run.context().getAllServiceReferences(null, null);
            return Arrays.stream(all)
                    .map(reference -> String.join(",", (String[]) reference.getProperty("objectClass")))
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    /** A new hook is told of every listener there is. */
    private static List<String> listeners(FelixRun run) {
        List<String> found = new ArrayList<>();
        ListenerHook hook = new ListenerHook() {
            @Override
            public void added(Collection<ListenerInfo> infos) {
                infos.forEach(info ->
                        found.add(info.getBundleContext().getBundle().getSymbolicName() + " for " + info.getFilter()));
            }

            @Override
            public void removed(Collection<ListenerInfo> infos) {
                // only what is there counts
            }
        };
        ServiceRegistration<ListenerHook> registration =
                run.context().registerService(ListenerHook.class, hook, new Hashtable<>());
        registration.unregister();
        return List.copyOf(found);
    }

    private static List<String> meters(FelixRun run) {
        return run.services(Metrics.class).stream()
                .flatMap(metrics -> metrics.readings().stream())
                .map(reading -> reading.name() + new TreeMap<>(reading.tags()))
                .toList();
    }

    /** For people. */
    @Override
    public String toString() {
        return Stream.of("thread", "descriptor", "child process", "service", "listener", "meter")
                .map(kind -> kind + " " + total(kind + " "))
                .collect(Collectors.joining(", "));
    }
}
