package org.dharmic.strangememory.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, and what of it is read again. */
class LayeredMemoryTest extends LayerScene {

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
    void severalAreAppendedInTheirOrderWithOneForcedWriteAndEachOnce() {
        List<Path> forced = new ArrayList<>();
        LayeredMemory memory = open(new Disk() {
            @Override
            public void append(Path file, byte[] bytes) throws IOException {
                forced.add(file);
                REAL.append(file, bytes);
            }

            @Override
            public void truncate(Path file, long size) throws IOException {
                REAL.truncate(file, size);
            }
        });
        memory.append(Layer.OBSERVATIONS, "b", observed("second"));
        assertThat(memory.recent(Layer.OBSERVATIONS, 1)).hasSize(1); // from here on the last ones are kept
        forced.clear();

        assertThat(memory.append(Layer.OBSERVATIONS, several("c", "b", "a"))).isEqualTo(2);

        assertThat(forced).containsExactly(observations());
        assertThat(contents(memory.recent(Layer.OBSERVATIONS, 9))).containsExactly("second", "c", "a");
        assertThat(contents(open().recent(Layer.OBSERVATIONS, 9))).containsExactly("second", "c", "a");
        assertThat(open().append(Layer.OBSERVATIONS, several("a", "b", "c"))).isZero();
        assertThat(summary(memory).entries().get(Layer.OBSERVATIONS)).isEqualTo(3);
    }

    private static Map<String, Map<String, Object>> several(String... keys) {
        Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
        for (String key : keys) {
            entries.put(key, observed(key));
        }
        return entries;
    }

    @Test
    void oneThatTheLayerDoesNotTakeKeepsAllOut() {
        Map<String, Map<String, Object>> entries = several("a");
        entries.put("b", Map.of("text", "x"));
        LayeredMemory memory = open();
        assertThatThrownBy(() -> memory.append(Layer.OBSERVATIONS, entries))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void severalMetaObservationsWriteTheirWitnesses() {
        LayeredMemory memory = open();
        Map<String, Object> met = Map.of("quality", "present", "notes", "calm");
        memory.append(Layer.META_OBSERVATIONS, "a", met);
        Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
        entries.put("a", met);
        entries.put("b", met);

        assertThat(memory.append(Layer.META_OBSERVATIONS, entries)).isEqualTo(1);

        assertThat(memory.recent(Layer.META_OBSERVATIONS, 9)).hasSize(2);
        assertThat(memory.recent(Layer.WITNESS_STABILITY, 9)).hasSize(2);
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
