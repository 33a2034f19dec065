package org.dharmic.strangememory.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.StrangeMemoryException;
import org.junit.jupiter.api.Test;

/** Files that are cut, torn or broken, and a disk that fails. */
class DamagedLayersTest extends LayerScene {

    @Test
    void anInterruptedCallerHarmsNothing() {
        LayeredMemory memory = open();
        Thread.currentThread().interrupt();
        try {
            assertThat(memory.append(Layer.OBSERVATIONS, "", observed("a"))).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(open().recent(Layer.OBSERVATIONS, 1)).hasSize(1);
    }

    @Test
    void aFileCutAtAnyByteLosesNoCompleteLine() throws IOException {
        LayeredMemory memory = open();
        memory.append(Layer.OBSERVATIONS, "a", observed("first"));
        memory.append(Layer.OBSERVATIONS, "b", observed("zweite ü€😀"));
        byte[] whole = Files.readAllBytes(observations());
        int firstEnd = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(observations(), Arrays.copyOf(whole, cut));
            Files.deleteIfExists(folder.resolve("observations.jsonl.torn"));
            LayeredMemory reopened = open();

            reopened.open(() -> false);
            reopened.append(Layer.OBSERVATIONS, "c", observed("after"));

            List<String> expected = new ArrayList<>();
            if (cut >= firstEnd - 1) {
                expected.add("first");
            }
            if (cut >= whole.length - 1) {
                expected.add("zweite ü€😀");
            }
            expected.add("after");
            assertThat(contents(open().recent(Layer.OBSERVATIONS, 9)))
                    .as("cut at %s", cut)
                    .isEqualTo(expected);
            boolean torn = cut > 0 && cut != firstEnd - 1 && cut != firstEnd && cut < whole.length - 1;
            assertThat(Files.exists(folder.resolve("observations.jsonl.torn")))
                    .as("cut at %s", cut)
                    .isEqualTo(torn);
            assertThat(reopened.file(Layer.OBSERVATIONS).torn()).isEqualTo(torn ? 1 : 0);
        }
    }

    @Test
    void theTornBytesAreKeptWithTheirOffset() throws IOException {
        open().append(Layer.OBSERVATIONS, "", observed("whole"));
        long offset = Files.size(observations());
        Files.writeString(observations(), "{\"content\":\"hal", StandardOpenOption.APPEND);

        open().open(() -> false);

        assertThat(Files.size(observations())).isEqualTo(offset);
        assertThat(Files.readString(folder.resolve("observations.jsonl.torn")))
                .contains("offset " + offset)
                .contains("{\"content\":\"hal");
    }

    @Test
    void aBadLineInTheMiddleIsSkippedCountedAndKept() throws IOException {
        LayeredMemory memory = open();
        for (int i = 0; i < 5; i++) {
            memory.append(Layer.OBSERVATIONS, "", observed("o" + i));
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(observations()));
        lines.set(2, lines.get(2).substring(5));
        Files.write(observations(), lines);

        assertThat(contents(memory.recent(Layer.OBSERVATIONS, 4))).containsExactly("o0", "o1", "o3", "o4");
        assertThat(summary(memory).entries().get(Layer.OBSERVATIONS)).isEqualTo(4);
        assertThat(summary(memory).unreadable()).isEqualTo(1);
        memory.append(Layer.OBSERVATIONS, "", observed("o5"));
        assertThat(Files.readAllLines(observations())).hasSize(6).contains(lines.get(2));
        assertThat(summary(memory).entries().get(Layer.OBSERVATIONS)).isEqualTo(5);
    }

    /** A disk that fails at the nth call, after it has written half of the bytes. */
    private static final class FailingDisk implements Disk {
        private final int failAt;
        private int calls;

        FailingDisk(int failAt) {
            this.failAt = failAt;
        }

        @Override
        public void append(Path file, byte[] bytes) throws IOException {
            if (++calls == failAt) {
                REAL.append(file, Arrays.copyOf(bytes, bytes.length / 2));
                throw new IOException("No space left on device");
            }
            REAL.append(file, bytes);
        }

        @Override
        public void truncate(Path file, long size) throws IOException {
            if (++calls == failAt) {
                throw new IOException("Input/output error");
            }
            REAL.truncate(file, size);
        }
    }

    @Test
    void whereverTheDiskFailsAnAppendIsWholeOrNotThereAndARetryIsHarmless() {
        Map<String, Object> met = Map.of("quality", "present", "notes", "calm");
        for (int failAt = 1; failAt <= 4; failAt++) {
            for (int second = failAt + 1; second <= failAt + 2; second++) {
                Path each = folder.resolve("at-" + failAt + "-" + second);
                Disk first = new FailingDisk(failAt);
                int alsoAt = second;
                Disk disk = new Disk() {
                    private int calls;

                    @Override
                    public void append(Path file, byte[] bytes) throws IOException {
                        fail();
                        first.append(file, bytes);
                    }

                    @Override
                    public void truncate(Path file, long size) throws IOException {
                        fail();
                        first.truncate(file, size);
                    }

                    private void fail() throws IOException {
                        if (++calls == alsoAt) {
                            throw new IOException("Input/output error");
                        }
                    }
                };
                LayeredMemory memory = new LayeredMemory(each, clock, disk, tailEntries::get);
                for (String key : List.of("a", "b")) {
                    boolean done = false;
                    for (int i = 0; i < 5 && !done; i++) {
                        try {
                            memory.append(Layer.META_OBSERVATIONS, key, met);
                            done = true;
                        } catch (StrangeMemoryException e) {
                            assertThat(e).hasMessageContaining(each.toString());
                        }
                    }
                    assertThat(done).isTrue();
                }
                LayeredMemory reopened = new LayeredMemory(each, clock, Disk.REAL, tailEntries::get);
                assertThat(reopened.recent(Layer.META_OBSERVATIONS, 9))
                        .as("failing at %s and %s", failAt, second)
                        .hasSize(2);
                assertThat(reopened.recent(Layer.WITNESS_STABILITY, 9))
                        .as("failing at %s and %s", failAt, second)
                        .hasSize(2);
                assertThat(summary(reopened).unreadable()).isZero();
            }
        }
    }

    @Test
    void ofSeveralAllAreThereOrNoneWhereverTheDiskFails() {
        Map<String, Object> met = Map.of("quality", "present", "notes", "calm");
        Map<String, Map<String, Object>> several = Map.of("a", met, "b", met, "c", met);
        for (int failAt = 1; failAt <= 2; failAt++) {
            Path each = folder.resolve("several-" + failAt);
            LayeredMemory memory = new LayeredMemory(each, clock, new FailingDisk(failAt), tailEntries::get);
            assertThatThrownBy(() -> memory.append(Layer.META_OBSERVATIONS, several))
                    .isInstanceOf(StrangeMemoryException.class);
            assertThat(memory.recent(Layer.META_OBSERVATIONS, 9)).isEmpty();
            assertThat(memory.recent(Layer.WITNESS_STABILITY, 9)).isEmpty();

            assertThat(memory.append(Layer.META_OBSERVATIONS, several)).isEqualTo(3);

            assertThat(memory.recent(Layer.META_OBSERVATIONS, 9)).hasSize(3);
            assertThat(memory.recent(Layer.WITNESS_STABILITY, 9)).hasSize(3);
        }
    }

    @Test
    void aFailedAppendLeavesTheFileAsItWasAndSaysSo() throws IOException {
        open().append(Layer.OBSERVATIONS, "", observed("before"));
        byte[] before = Files.readAllBytes(observations());
        LayeredMemory full = open(new FailingDisk(1));

        assertThatThrownBy(() -> full.append(Layer.OBSERVATIONS, "", observed("lost")))
                .isInstanceOf(StrangeMemoryException.class)
                .hasMessageContaining(observations().toString())
                .hasMessageContaining("No space left");

        assertThat(Files.readAllBytes(observations())).isEqualTo(before);
        assertThat(full.file(Layer.OBSERVATIONS).failure()).isPresent();
        full.append(Layer.OBSERVATIONS, "", observed("after"));
        assertThat(full.file(Layer.OBSERVATIONS).failure()).isEmpty();
    }

    @Test
    void aLineThatIsFarTooLongIsSkipped() throws IOException {
        Files.writeString(
                observations(),
                "{\"content\":\"a\"}\n{\"content\":\"" + "x".repeat(EntryFormat.MAX_LINE)
                        + "\"}\n{\"content\":\"b\"}\n");
        LayeredMemory memory = open();
        assertThat(contents(memory.recent(Layer.OBSERVATIONS, 5))).containsExactly("a", "b");
        assertThat(summary(memory).unreadable()).isEqualTo(1);
    }
}
