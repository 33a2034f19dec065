package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link LeakTest} measures with sees what it is meant to see. */
class LeakInstrumentsTest {

    /** Holds on purpose. */
    private static final List<Object> HELD = new ArrayList<>();

    private static final class Looked extends WeakReference<Object> {
        Looked(Object referent) {
            super(referent);
        }
    }

    @Test
    void aHeapDumpTellsWhoHolds(@TempDir Path folder) throws Exception {
        HELD.add(new StringBuilder("somebody"));
        Looked looked = new Looked(HELD.get(0));

        List<String> ways = HeapPath.toReferentsOf(Looked.class, folder.resolve("heap.hprof"));

        assertThat(looked.get()).isNotNull();
        assertThat(ways)
                .singleElement()
                .asString()
                .contains(".static HELD -> java.util.ArrayList", ".[0] -> java.lang.StringBuilder");
        HELD.clear();
    }

    @Test
    void threadsDescriptorsProcessesAndServicesAreCounted(@TempDir Path folder) throws Exception {
        try (FelixRun run = FelixRun.in(folder).start()) {
            Residue before = Residue.of(run);
            CountDownLatch end = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "left-behind-7");
            thread.start();
            Path file = Files.createFile(folder.resolve("open"));
            Process child = new ProcessBuilder("cat").start();
            run.context().registerService(Runnable.class, thread, new Hashtable<>());
            try (InputStream open = Files.newInputStream(file)) {
                assertThat(open.read()).isNegative();
                assertThat(Residue.of(run).beyond(before, 0))
                        .anySatisfy(line -> assertThat(line).contains("thread left-behind-#: 1 instead of 0"))
                        .anySatisfy(
                                line -> assertThat(line).contains("descriptor").contains("open: 1 instead of 0"))
                        .anySatisfy(line ->
                                assertThat(line).contains("child process").contains("cat: 1 instead of 0"))
                        .anySatisfy(line -> assertThat(line).contains("service java.lang.Runnable: 1 instead of 0"));
            } finally {
                end.countDown();
                child.destroy();
                child.waitFor();
            }
        }
    }
}
