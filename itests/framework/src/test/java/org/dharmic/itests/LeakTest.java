package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nothing of a revision stays when its successor has taken over: each room is updated in place many times with work between,
 * and afterwards there is one revision, no class loader but its own, and as many threads, descriptors, processes, services,
 * listeners and meters as before.
 */
class LeakTest {

    private static final Logger LOG = LoggerFactory.getLogger(LeakTest.class);
    private static final int UPDATES = Integer.getInteger("leak.updates", 5);
    /** Before counting begins, so that what is made once is there. */
    private static final int FIRST = 2;

    private static final Duration GONE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static WholeHouse house;

    /** A class of its own, by which a heap dump tells what is looked for. */
    static final class Left extends WeakReference<ClassLoader> {
        private final String version;

        Left(ClassLoader loader, String version) {
            super(loader);
            this.version = version;
        }
    }

    static final List<WholeHouse.Room> ROOMS = WholeHouse.ROOMS.stream()
            .filter(room -> room.jar().matches(System.getProperty("leak.rooms", ".*")))
            .toList();

    @BeforeAll
    static void start() throws Exception {
        house = WholeHouse.in(folder);
        for (WholeHouse.Room room : ROOMS) {
            room.work().go(house, 0);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (house != null) {
            house.close();
        }
    }

    @ParameterizedTest
    @FieldSource("ROOMS")
    void nothingOfAnOldRevisionStays(WholeHouse.Room room) throws Exception {
        FelixRun run = house.run();
        List<Left> left = new ArrayList<>();
        for (int round = 1; round <= FIRST; round++) {
            left.add(update(room, round));
        }
        awaitGone(left);
        Residue before = Residue.of(run);

        long start = System.nanoTime();
        for (int round = FIRST + 1; round <= FIRST + UPDATES; round++) {
            left.add(update(room, round));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;

        Bundle bundle = run.bundle(room.symbolicName());
        assertThat(bundle.adapt(BundleRevisions.class).getRevisions())
                .as("revisions of " + room)
                .hasSize(1);
        awaitGone(left);
        List<String> more = new ArrayList<>();
        try {
            run.awaitTrue(
                    () -> {
                        more.clear();
                        more.addAll(Residue.of(run).beyond(before, UPDATES));
                        return more.isEmpty();
                    },
                    GONE,
                    "the state before " + UPDATES + " updates");
        } catch (AssertionError e) {
            throw new AssertionError(room + " leaves behind:\n" + String.join("\n", more), e);
        }
        LOG.info(
                "{}: {} updates with work between in {} ms; before: {}; after: {}",
                room,
                UPDATES,
                millis,
                before,
                Residue.of(run));
    }

    /** Updates and works; returns the class loader of the revision that left. */
    private static Left update(WholeHouse.Room room, int round) throws Exception {
        Bundle bundle = house.run().bundle(room.symbolicName());
        Left left = new Left(
                bundle.adapt(BundleWiring.class).getClassLoader(),
                bundle.getVersion().toString());
        house.run().upgrade(room.symbolicName(), room.jar(), round);
        house.settle();
        room.work().go(house, round);
        return left;
    }

    private static void awaitGone(List<Left> left) throws Exception {
        LastRecord.ofNobody();
        long deadline = System.nanoTime() + GONE.toNanos();
        while (left.stream().anyMatch(each -> each.get() != null)) {
            if (System.nanoTime() > deadline) {
                List<String> versions = left.stream()
                        .filter(each -> each.get() != null)
                        .map(each -> each.version)
                        .toList();
                left.removeIf(each -> each.get() == null);
                throw new AssertionError("Class loaders of " + versions + " are still held:\n"
                        + String.join("\n\n", HeapPath.toReferentsOf(Left.class, dump())));
            }
            System.gc();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static Path dump() {
        return Path.of("target", "leak-" + System.nanoTime() + ".hprof").toAbsolutePath();
    }
}
