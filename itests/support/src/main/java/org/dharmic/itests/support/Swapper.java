package org.dharmic.itests.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Upgrades rooms of a running instance by command, and tells from what is running afterwards how it ended. */
public final class Swapper {

    /** Of org.osgi.framework.Bundle. */
    private static final int ACTIVE = 32;

    /** No two revisions are called the same, whichever runs make them. */
    private static final AtomicInteger MADE = new AtomicInteger();

    private final Instance instance;
    private final Probe probe;
    private final Path folder;

    /** @param folder for the jars that are made */
    public Swapper(Instance instance, Probe probe, Path folder) {
        this.instance = instance;
        this.probe = probe;
        this.folder = folder;
    }

    /** How it ended, as seen from the running bundle and not as the command says. */
    public enum End {
        /** The new revision runs. */
        KEPT,
        /** The old one runs and was never touched. */
        REFUSED,
        /** The old one runs again. */
        PUT_BACK,
        /** Neither. */
        LOST
    }

    /**
     * One upgrade.
     *
     * @param breakage empty when nothing is wrong with the new revision
     * @param said by the command
     * @param from milliseconds since 1970 when the command was given
     * @param to milliseconds since 1970 when it had ended
     * @param millis between the two
     * @param pauses of the room's service
     * @param touched names of other bundles that were refreshed, updated or restarted
     */
    public record Attempt(
            Room room,
            String version,
            Optional<Breakage> breakage,
            End end,
            Instance.Said said,
            long from,
            long to,
            double millis,
            Probe.Pauses pauses,
            List<String> touched) {

        /** What a careful exchange makes of such a revision. */
        public End expected() {
            return breakage.map(b -> b.isSeenOnlyRunning() ? End.PUT_BACK : End.REFUSED)
                    .orElse(End.KEPT);
        }

        /** It ended as it should, the command says so too, the room answers, and nothing else was touched. */
        public boolean isAsExpected() {
            return end == expected()
                    && (said.code() == 0) == (end == End.KEPT)
                    && pauses.answers()
                    && touched.isEmpty();
        }
    }

    /** Makes the jar of the next revision of a room. */
    public Path next(Room room, Optional<Breakage> breakage) throws IOException {
        return store(room, nextVersion(), breakage);
    }

    private static String nextVersion() {
        return "0.1." + MADE.incrementAndGet();
    }

    private Path store(Room room, String version, Optional<Breakage> breakage) throws IOException {
        Path shipped = instance.shipped(room.artifact());
        byte[] jar = breakage.isEmpty()
                ? Revisions.newer(shipped, version)
                : Revisions.broken(shipped, version, breakage.get());
        return Revisions.store(folder, room.artifact(), version, jar);
    }

    /** Watches the room while it is upgraded to its next revision. */
    public Attempt upgrade(Room room, Optional<Breakage> breakage) throws IOException, InterruptedException {
        String version = nextVersion();
        Path jar = store(room, version, breakage);
        Map<Long, Probe.Footprint> before = probe.footprints();
        probe.watch(room);
        long from = System.currentTimeMillis();
        long start = System.nanoTime();
        Instance.Said said = instance.exec(command(List.of(jar)));
        double millis = (System.nanoTime() - start) / 1e6;
        long to = System.currentTimeMillis();
        Probe.Pauses pauses = probe.pauses();
        Map<Long, Probe.Footprint> after = probe.footprints();
        return new Attempt(
                room,
                version,
                breakage,
                end(room, version, before, after),
                said,
                from,
                to,
                millis,
                pauses,
                touched(room, before, after));
    }

    /** The command that upgrades to the revisions in these jars, as one set. */
    public static String command(List<Path> jars) {
        return "swap:upgrade " + jars.stream().map(Path::toString).collect(Collectors.joining(" "));
    }

    private static End end(
            Room room, String version, Map<Long, Probe.Footprint> before, Map<Long, Probe.Footprint> after) {
        List<Probe.Footprint> was = of(room, before);
        List<Probe.Footprint> is = of(room, after);
        if (is.size() != 1 || is.get(0).state() != ACTIVE) {
            return End.LOST;
        }
        if (is.get(0).version().equals(version)) {
            return End.KEPT;
        }
        if (!is.get(0).version().equals(was.get(0).version())) {
            return End.LOST;
        }
        return is.get(0).wiring() == was.get(0).wiring()
                        && is.get(0).starts() == was.get(0).starts()
                ? End.REFUSED
                : End.PUT_BACK;
    }

    private static List<Probe.Footprint> of(Room room, Map<Long, Probe.Footprint> footprints) {
        return footprints.values().stream()
                .filter(footprint -> room.symbolicName().equals(footprint.name()))
                .toList();
    }

    private static List<String> touched(
            Room room, Map<Long, Probe.Footprint> before, Map<Long, Probe.Footprint> after) {
        List<String> touched = new ArrayList<>();
        TreeSet<Long> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (Long id : ids) {
            Probe.Footprint was = before.get(id);
            Probe.Footprint is = after.get(id);
            Probe.Footprint known = is == null ? was : is;
            if (!room.symbolicName().equals(known.name()) && (was == null || !was.equals(is))) {
                touched.add(known.name() + ": " + was + " -> " + is);
            }
        }
        return touched;
    }
}
