package org.dharmic.shell.commands.strangememory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.shell.Rooms;
import org.dharmic.shell.console.Console;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.StrangeMemory;
import org.junit.jupiter.api.Test;

class StrangeMemoryCommandsTest {

    private final Rooms rooms = new Rooms(Duration.ofMillis(1));
    private final Console console = new Console(rooms);

    /** A memory that takes note of what it was asked. */
    private static final class Noted implements StrangeMemory {
        private final List<String> calls = new ArrayList<>();

        @Override
        public boolean append(Layer layer, String key, Map<String, Object> fields) {
            calls.add("append " + layer.fileName() + " " + key + " " + fields);
            return calls.size() == 1;
        }

        @Override
        public List<Entry> recent(Layer layer, int n) {
            calls.add("recent " + layer.fileName() + " " + n);
            return List.of();
        }

        @Override
        public MemorySummary summary() {
            throw new IllegalStateException("first line\nsecond \u001b[31mline");
        }
    }

    @Test
    void aFaultOfARoomIsOneLineToo() {
        rooms.bindStrangeMemory(new Noted(), Map.of());
        assertThatThrownBy(() -> console.run(new StrangeMemoryStatus()))
                .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e.getNiceHelp())
                        .isEqualTo("first line second \uFFFD[31mline"));
    }

    @Test
    void optionsMayStandBehindArguments() throws Exception {
        Noted memory = new Noted();
        rooms.bindStrangeMemory(memory, Map.of());

        assertThat(console.run(new StrangeMemoryRecent(), "layers", List.of("meta-observations", "-n", "3")))
                .isEqualTo("Nothing in meta_observations yet.");
        assertThat(console.run(new StrangeMemoryRecent(), "layers", List.of("patterns", "--limit=4", "--json")))
                .isEmpty();

        assertThat(memory.calls).containsExactly("recent meta_observations 3", "recent patterns 4");
        assertThatThrownBy(() -> console.run(new StrangeMemoryRecent(), "layers", List.of("patterns", "-n", "many")))
                .hasMessage("-n needs a whole number, was 'many'");
        assertThatThrownBy(() -> console.run(new StrangeMemoryRecent(), "layers", List.of("patterns", "-n")))
                .hasMessage("-n needs a value");
        assertThatThrownBy(() -> console.run(new StrangeMemoryRecent(), "layers", List.of("patterns", "development")))
                .hasMessageContaining("one layer only");
        assertThatThrownBy(() -> console.run(new StrangeMemoryRecent(), "layers", List.of("dreams")))
                .hasMessageContaining("no layer 'dreams'");
    }

    @Test
    void appendReadsFieldsAndSaysWhatItDid() throws Exception {
        Noted memory = new Noted();
        rooms.bindStrangeMemory(memory, Map.of());
        StrangeMemoryAppend append = new StrangeMemoryAppend();

        assertThat(console.run(
                        append,
                        "layer",
                        "patterns",
                        "fields",
                        List.of("pattern_name=a=b", "instances=[1,2]", "--key", "k")))
                .isEqualTo("Appended to patterns.");
        assertThat(console.run(append, "fields", List.of("pattern_name=x"))).contains("Not appended: the key 'k'");

        assertThat(memory.calls.get(0)).isEqualTo("append patterns k {pattern_name=a=b, instances=[1, 2]}");
        assertThatThrownBy(() -> console.run(append, "fields", List.of("nonsense")))
                .hasMessageContaining("not field=value");
    }
}
