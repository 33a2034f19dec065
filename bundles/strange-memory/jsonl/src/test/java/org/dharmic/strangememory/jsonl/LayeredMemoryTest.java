package org.dharmic.strangememory.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.StrangeMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayeredMemoryTest {

    @TempDir
    Path folder;

    private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T11:00:00.5Z"), ZoneId.of("Europe/Zurich"));
    private final AtomicInteger tailEntries = new AtomicInteger(1000);

    private LayeredMemory open() {
        return open(Disk.REAL);
    }

    private LayeredMemory open(Disk disk) {
        return new LayeredMemory(folder, clock, disk, tailEntries::get);
    }

    private Path observations() {
        return folder.resolve("observations.jsonl");
    }

    private static Map<String, Object> observed(String content) {
        return Map.of("content", content);
    }

    private static List<String> contents(List<Entry> entries) {
        return entries.stream().map(entry -> entry.text("content")).toList();
    }

    private static MemorySummary summary(LayeredMemory memory) {
        return memory.summary(() -> false);
    }

    // ---- format

    @Test
    void aLineIsReadableForThePredecessorAndForUs() throws IOException {
        LayeredMemory memory = open();

        assertThat(memory.append(Layer.OBSERVATIONS, "item-1/0", observed("Received: hällo\nworld")))
                .isTrue();

        assertThat(Files.readString(observations()))
                .isEqualTo(
                        "{\"timestamp\":\"2026-03-01T12:00:00.500000\",\"content\":\"Received: hällo\\nworld\","
                                + "\"context\":{},\"instant\":\"2026-03-01T11:00:00.500Z\",\"format\":1,\"key\":\"item-1/0\"}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(observations())))
                .isEqualTo("rw-------");
        Entry entry = memory.recent(Layer.OBSERVATIONS, 1).get(0);
        assertThat(entry.at()).isEqualTo(clock.instant());
        assertThat(entry.fields()).containsOnlyKeys("content", "context");
    }

    @Test
    void readsThePredecessorsLines() throws IOException {
        Files.writeString(observations(), """
                {"timestamp": "2025-12-31T23:59:59.123456", "content": "old", "context": {"from": "x", "n": 3}}
                {"timestamp": "2026-01-01T00:00:00", "content": "older python", "context": {"score": NaN}}

                {"timestamp": "2026-01-02T00:00:00+01:00", "content": "with offset"}
                {"content": "without time"}
                {"timestamp": "2027-01-01T00:00:00", "content": "from the future", "format": 2}
                """);
        LayeredMemory memory = open();

        List<Entry> entries = memory.recent(Layer.OBSERVATIONS, 10);

        assertThat(contents(entries)).containsExactly("old", "older python", "with offset", "without time");
        assertThat(entries.get(0).at()).isEqualTo(Instant.parse("2025-12-31T22:59:59.123456Z"));
        assertThat(entries.get(2).at()).isEqualTo(Instant.parse("2026-01-01T23:00:00Z"));
        assertThat(summary(memory).entries().get(Layer.OBSERVATIONS)).isEqualTo(4);
        assertThat(summary(memory).unreadable()).isEqualTo(1);
    }

    @Test
    void whatALayerDoesNotTakeIsRefusedByName() {
        LayeredMemory memory = open();
        assertThatThrownBy(() -> memory.append(Layer.OBSERVATIONS, "", Map.of("text", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'content'");
        assertThatThrownBy(() ->
                        memory.append(Layer.META_OBSERVATIONS, "", Map.of("quality", "contraction", "notes", "n")))
                .hasMessageContaining("contracted, expansive, present, uncertain")
                .hasMessageContaining("'contraction'");
        assertThatThrownBy(() -> memory.append(
                        Layer.META_PATTERNS,
                        "",
                        Map.of("pattern_about", "p", "observation", "o", "shift_type", "sideways")))
                .hasMessageContaining("dissolution, emergence, integration, refinement");
        assertThatThrownBy(() -> memory.append(
                        Layer.WITNESS_STABILITY, "", Map.of("quality", "present", "genuine_confidence", "1.5")))
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(
                        () -> memory.append(Layer.OBSERVATIONS, "", Map.of("content", "x", "timestamp", "yesterday")))
                .hasMessageContaining("'timestamp'");
        assertThatThrownBy(() -> memory.append(Layer.OBSERVATIONS, "", observed("x".repeat(EntryFormat.MAX_LINE))))
                .hasMessageContaining("at most");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void everyMetaObservationWritesItsWitness() {
        LayeredMemory memory = open();
        Map<String, Object> met = Map.of("quality", "contracted", "notes", "I pulled back, but why?");

        assertThat(memory.append(Layer.META_OBSERVATIONS, "k", met)).isTrue();
        assertThat(memory.append(Layer.META_OBSERVATIONS, "k", met)).isFalse();

        assertThat(memory.recent(Layer.WITNESS_STABILITY, 9)).singleElement().satisfies(entry -> assertThat(
                        entry.fields())
                .isEqualTo(Map.of(
                        "quality", "contracted", "genuine_confidence", 1.0, "context", "I pulled back, but why?")));
    }

    // ---- idempotency

    @Test
    void aKnownKeyIsNotAppendedAgainAlsoAfterAReopening() {
        assertThat(open().append(Layer.OBSERVATIONS, "k1", observed("a"))).isTrue();

        LayeredMemory reopened = open();

        assertThat(reopened.append(Layer.OBSERVATIONS, "k1", observed("a"))).isFalse();
        assertThat(reopened.append(Layer.DEVELOPMENT, "k1", Map.of("what_changed", "a", "how", "", "significance", "")))
                .as("keys are the layer's own")
                .isTrue();
        assertThat(reopened.append(Layer.OBSERVATIONS, "", observed("a"))).isTrue();
        assertThat(reopened.append(Layer.OBSERVATIONS, "", observed("a"))).isTrue();
        assertThat(reopened.recent(Layer.OBSERVATIONS, 9)).hasSize(3);
    }

    @Test
    void concurrentAppendsOfOneKeyTakeEffectOnce() throws Exception {
        LayeredMemory memory = open();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String key = "k" + (i % 10);
                calls.add(() -> memory.append(Layer.OBSERVATIONS, key, observed(key)));
            }
            int fresh = 0;
            for (Future<Boolean> call : pool.invokeAll(calls)) {
                fresh += call.get() ? 1 : 0;
            }
            assertThat(fresh).isEqualTo(10);
        } finally {
            pool.shutdown();
        }
        assertThat(contents(open().recent(Layer.OBSERVATIONS, 100)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "k" + i).toList());
    }

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

    // ---- damage

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

    // ---- reading and counting

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 1000})
    void theTailIsTheSameWithAnyCache(int cache) throws IOException {
        tailEntries.set(cache);
        LayeredMemory memory = open();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            memory.append(Layer.OBSERVATIONS, "", observed("o" + i));
            all.add("o" + i);
            for (int n = 0; n <= all.size() + 1; n++) {
                assertThat(contents(memory.recent(Layer.OBSERVATIONS, n)))
                        .isEqualTo(all.subList(Math.max(0, all.size() - n), all.size()));
            }
        }
        Files.writeString(observations(), "{\"content\":\"by another hand\"}\n", StandardOpenOption.APPEND);
        assertThat(contents(memory.recent(Layer.OBSERVATIONS, 2))).containsExactly("o6", "by another hand");
        assertThat(summary(memory).entries().get(Layer.OBSERVATIONS)).isEqualTo(8);
    }

    @Test
    void charactersOnBlockBordersStayWhole() throws IOException {
        StringBuilder text = new StringBuilder();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String content = "€😀".repeat(60 + i % 7) + i;
            all.add(content);
            text.append("{\"content\":\"").append(content).append("\"}\n");
        }
        Files.writeString(observations(), text);
        assertThat(contents(open().recent(Layer.OBSERVATIONS, 1000))).isEqualTo(all);
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

    @Test
    void numbersAreUnknownUntilCountedAndThenKeptUpToDate() {
        LayeredMemory memory = open();
        LayerFile file = memory.file(Layer.OBSERVATIONS);
        memory.append(Layer.OBSERVATIONS, "", observed("a"));
        assertThat(file.countsNow()).isEmpty();

        memory.open(() -> false);
        memory.append(Layer.OBSERVATIONS, "", observed("b"));

        assertThat(file.countsNow()).contains(new Counts(2, 0));
    }

    @Test
    void theSummaryTellsTheLastOfEach() {
        LayeredMemory memory = open();
        assertThat(summary(memory).text()).isEmpty();
        for (int i = 0; i < 5; i++) {
            memory.append(Layer.OBSERVATIONS, "", observed("o" + i + " " + "x".repeat(200)));
        }
        memory.append(Layer.META_OBSERVATIONS, "", Map.of("quality", "present", "notes", "calm"));
        memory.append(
                Layer.DEVELOPMENT, "", Map.of("what_changed", "Telos", "how", "by hand", "significance", "shift"));

        String text = summary(memory).text();

        assertThat(text)
                .contains("Recent observations:\n- o2 ")
                .doesNotContain("o1 ")
                .contains("How they were met:\n- [present] calm")
                .contains("Developments:\n- Telos");
        assertThat(text.lines()).allMatch(line -> line.length() <= 102);
    }

    // ---- taking over

    @Test
    void takingOverPutsOlderLinesFirstAndNothingTwice() throws IOException {
        Path old = Files.createDirectories(folder.resolve("old/memory"));
        Files.writeString(
                old.resolve("observations.jsonl"),
                "{\"timestamp\": \"2025-01-01T00:00:00\", \"content\": \"one\"}\nbroken\n"
                        + "{\"timestamp\": \"2025-01-02T00:00:00\", \"content\": \"two\"}\n"
                        + "{\"timestamp\": \"2025-01-02T00:00:00\", \"content\": \"two\"}\n");
        LayeredMemory memory = new LayeredMemory(folder.resolve("ours"), clock, Disk.REAL, tailEntries::get);
        memory.append(Layer.OBSERVATIONS, "k", observed("ours"));

        assertThat(new Merge(memory).from(folder.resolve("old")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("3 lines taken over", "1 cannot be read"));
        assertThat(new Merge(memory).from(folder.resolve("old")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("0 lines taken over", "3 were here already"));

        assertThat(contents(memory.recent(Layer.OBSERVATIONS, 9))).containsExactly("one", "two", "two", "ours");
        assertThat(memory.append(Layer.OBSERVATIONS, "k", observed("ours"))).isFalse();
        assertThat(new Merge(memory).from(folder.resolve("ours")))
                .singleElement()
                .asString()
                .contains("used where it is");
        assertThat(new Merge(memory).from(old.getParent().resolve("memory"))).hasSize(1);
    }
}
