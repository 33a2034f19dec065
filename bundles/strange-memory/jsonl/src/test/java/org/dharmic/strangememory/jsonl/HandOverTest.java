package org.dharmic.strangememory.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.StrangeMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer has one writer, also when an append of the revision before hangs on its disk. */
class HandOverTest {

    /** Hangs before or after it wrote, then fails if asked to. */
    private static final class HangingDisk implements Disk {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final boolean fails;

        HangingDisk(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void append(Path file, byte[] bytes) throws IOException {
            if (fails) {
                REAL.append(file, bytes);
            }
            reached.countDown();
            try {
                assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (fails) {
                throw new IOException("the disk failed at last");
            }
            REAL.append(file, bytes);
        }

        @Override
        public void truncate(Path file, long size) throws IOException {
            REAL.truncate(file, size);
        }
    }

    @TempDir
    Path folder;

    private LayeredMemory open(Disk disk) {
        return new LayeredMemory(folder, Clock.systemUTC(), disk, () -> 1000);
    }

    private static CompletableFuture<Boolean> append(LayeredMemory memory, String key) {
        return CompletableFuture.supplyAsync(
                () -> memory.append(Layer.OBSERVATIONS, key, Map.of("content", "content of " + key)));
    }

    private static List<String> contents(LayeredMemory memory) {
        return memory.recent(Layer.OBSERVATIONS, 10).stream()
                .map((Entry entry) -> entry.text("content"))
                .toList();
    }

    @Test
    void anAppendThatHangsBeyondTheDrainOverwritesNothing() throws Exception {
        HangingDisk disk = new HangingDisk(false);
        LayeredMemory old = open(disk);
        CompletableFuture<Boolean> hanging = append(old, "hanging");
        assertThat(disk.reached.await(15, TimeUnit.SECONDS)).isTrue();
        old.close(Duration.ofMillis(20));

        LayeredMemory next = open(Disk.REAL);
        assertThat(append(next, "next").get()).isTrue();
        disk.goOn.countDown();
        assertThat(hanging.get(15, TimeUnit.SECONDS)).isTrue();

        assertThat(contents(next)).containsExactly("content of next", "content of hanging");
        assertThat(next.summary(() -> false).unreadable()).isZero();
    }

    @Test
    void anAppendThatFailsAfterTheHandOverCutsNothingOff() throws Exception {
        HangingDisk disk = new HangingDisk(true);
        LayeredMemory old = open(disk);
        CompletableFuture<Boolean> hanging = append(old, "hanging");
        assertThat(disk.reached.await(15, TimeUnit.SECONDS)).isTrue();
        old.close(Duration.ofMillis(20));

        LayeredMemory next = open(Disk.REAL);
        assertThat(append(next, "next").get()).isTrue();
        disk.goOn.countDown();
        assertThatThrownBy(() -> hanging.get(15, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StrangeMemoryException.class);

        assertThat(contents(next)).contains("content of next");
    }

    @Test
    void whoLeftWritesNoMore() throws IOException {
        LayeredMemory memory = open(Disk.REAL);
        memory.append(Layer.OBSERVATIONS, "a", Map.of("content", "a"));
        memory.close(Duration.ZERO);
        assertThatThrownBy(() -> memory.append(Layer.OBSERVATIONS, "b", Map.of("content", "b")))
                .isInstanceOf(StrangeMemoryException.class);
        assertThat(Files.readAllLines(folder.resolve("observations.jsonl"))).hasSize(1);
        assertThat(memory.recent(Layer.OBSERVATIONS, 5)).hasSize(1);
    }

    @Test
    void theFirstLookReadsWhatIsAskedAndALongerOneTheRest() {
        LayeredMemory before = open(Disk.REAL);
        for (int i = 0; i < 50; i++) {
            before.append(Layer.OBSERVATIONS, "k" + i, Map.of("content", "c" + i));
        }
        LayeredMemory memory = open(Disk.REAL);
        assertThat(memory.recent(Layer.OBSERVATIONS, 2)).hasSize(2);
        assertThat(memory.append(Layer.OBSERVATIONS, "k7", Map.of("content", "again")))
                .as("keys are learned when one is asked for")
                .isFalse();
        assertThat(memory.append(Layer.OBSERVATIONS, "k50", Map.of("content", "c50")))
                .isTrue();
        assertThat(contents(memory)).hasSize(10).endsWith("c49", "c50");
        assertThat(memory.recent(Layer.OBSERVATIONS, 1000)).hasSize(51);
    }
}
