package org.dharmic.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.shell.Rooms;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.StrangeMemory;
import org.junit.jupiter.api.Test;

class CommandsTest {

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
    void aMissingRoomIsOneLineAndAFailure() {
        assertThatThrownBy(() -> console.run(new JournalList()))
                .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e.getNiceHelp())
                        .startsWith("journal is temporarily unavailable")
                        .doesNotContain("\n", "\u001b"));
        assertThatThrownBy(() -> console.run(new MailPoll()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("mail is temporarily unavailable");
        assertThat(console.printed()).isEmpty();
    }

    @Test
    void withoutAnAccountTheMailStatusSaysWhereToConfigureOne() throws Exception {
        assertThat(console.run(new MailStatus())).contains("etc/org.dharmic.mail.imap-<name>.cfg");
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

    // ---- all commands

    private static List<Class<?>> commands() throws Exception {
        Path folder = Path.of(RoomCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("org/dharmic/shell/commands");
        List<Class<?>> commands = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class")) {
                    Class<?> type = Class.forName("org.dharmic.shell.commands." + name.replace(".class", ""));
                    if (type.isAnnotationPresent(Command.class)) {
                        commands.add(type);
                    }
                }
            }
        }
        return commands;
    }

    @Test
    void everyCommandIsFoundByKarafAndNeedsTheRoomsAlone() throws Exception {
        assertThat(commands()).hasSizeGreaterThan(20).allSatisfy(type -> {
            assertThat(type).hasAnnotation(Service.class);
            assertThat(Action.class).isAssignableFrom(type);
            assertThat(type.getConstructor()).isNotNull();
            for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    if (field.isAnnotationPresent(Reference.class)) {
                        assertThat(field.getType()).isIn(Rooms.class, Session.class);
                    }
                }
            }
        });
    }

    @Test
    void everyOptionCanStandBehindArgumentsAndHasADescription() throws Exception {
        for (Class<?> type : commands()) {
            boolean options = false;
            List<Argument> arguments = new ArrayList<>();
            for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    Optional<Option> option = Optional.ofNullable(field.getAnnotation(Option.class));
                    option.ifPresent(o -> assertThat(o.description()).isNotBlank());
                    options |= option.isPresent();
                    Optional.ofNullable(field.getAnnotation(Argument.class)).ifPresent(arguments::add);
                }
            }
            assertThat(arguments)
                    .allSatisfy(argument -> assertThat(argument.description()).isNotBlank());
            if (options && !arguments.isEmpty()) {
                assertThat(arguments).as(type.getSimpleName()).anyMatch(Argument::multiValued);
            }
        }
    }

    @Test
    void theGuideNamesEveryCommand() throws Exception {
        String guide = guide();
        for (Class<?> type : commands()) {
            Command command = type.getAnnotation(Command.class);
            assertThat(guide)
                    .contains("| `" + command.scope() + ":" + command.name() + "` |")
                    .contains(command.description());
        }
    }

    private static String guide() throws IOException {
        return Files.readString(Path.of("../../docs/commands.md"));
    }
}
