package org.dharmic.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.dharmic.shell.commands.journal.JournalList;
import org.dharmic.shell.commands.mail.MailPoll;
import org.dharmic.shell.console.Console;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private final Rooms rooms = new Rooms(Duration.ofMillis(1));
    private final Console console = new Console(rooms);

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

    /** What the extender would register if it were pointed to the whole bundle. */
    private static List<Class<?>> services() throws Exception {
        Path classes = Path.of(
                Rooms.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> services = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("org/dharmic/shell"))) {
            for (Path file : files.sorted().toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                if (name.endsWith(".class")) {
                    Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                    if (type.isAnnotationPresent(Service.class) || type.isAnnotationPresent(Command.class)) {
                        services.add(type);
                    }
                }
            }
        }
        return services;
    }

    private static List<Class<?>> commands() throws Exception {
        return services().stream()
                .filter(type -> type.isAnnotationPresent(Command.class))
                .toList();
    }

    @Test
    void karafIsPointedToEveryCommandAndCompleter() throws Exception {
        Properties instructions = new Properties();
        try (Reader bnd = Files.newBufferedReader(Path.of("bnd.bnd"))) {
            instructions.load(bnd);
        }
        String pointed = instructions.getProperty("Karaf-Commands");
        assertThat(pointed).endsWith(".*");
        assertThat(services())
                .allSatisfy(type -> assertThat(type.getName()).startsWith(pointed.substring(0, pointed.length() - 1)));
    }

    @Test
    void theCommandsOfAScopeAreInOnePackage() throws Exception {
        Map<String, Set<String>> packages = commands().stream()
                .collect(Collectors.groupingBy(
                        type -> type.getAnnotation(Command.class).scope(),
                        Collectors.mapping(Class::getPackageName, Collectors.toSet())));
        assertThat(packages.values()).allSatisfy(one -> assertThat(one).hasSize(1));
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
