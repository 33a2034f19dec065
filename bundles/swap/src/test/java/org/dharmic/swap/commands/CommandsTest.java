package org.dharmic.swap.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.support.commands.TrailingOptions;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final List<Class<? extends SwapCommand>> COMMANDS = List.of(
            SwapHistory.class,
            SwapInstall.class,
            SwapPlan.class,
            SwapRemove.class,
            SwapRollback.class,
            SwapStatus.class,
            SwapUpgrade.class);

    @Test
    void theGuideNamesEveryCommand() throws Exception {
        String guide = Files.readString(Path.of("../../docs/commands.md"));
        for (Class<?> type : COMMANDS) {
            Command command = type.getAnnotation(Command.class);
            assertThat(guide)
                    .contains("| `" + command.scope() + ":" + command.name() + "` |")
                    .contains(command.description());
        }
    }

    @Test
    void everythingIsDescribed() {
        for (Class<?> type : COMMANDS) {
            for (Field field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(Option.class)) {
                    assertThat(field.getAnnotation(Option.class).description()).isNotBlank();
                }
                if (field.isAnnotationPresent(Argument.class)) {
                    Argument argument = field.getAnnotation(Argument.class);
                    assertThat(argument.description()).isNotBlank();
                    assertThat(argument.multiValued())
                            .as("so that options may stand behind")
                            .isTrue();
                }
            }
        }
    }

    @Test
    void optionsMayStandBehindArguments() throws Exception {
        SwapInstall command = new SwapInstall();
        set(command, "jars", new ArrayList<>(List.of("a.jar", "--level", "71", "b.jar")));

        TrailingOptions.take(command);

        assertThat(get(command, "jars")).isEqualTo(List.of("a.jar", "b.jar"));
        assertThat(get(command, "level")).isEqualTo(71);
        set(command, "jars", List.of("a.jar", "--level"));
        assertThatThrownBy(() -> TrailingOptions.take(command)).hasMessageContaining("--level needs a value");
    }

    @Test
    void aFailureIsItsReasonsAndNothingElse() {
        CommandException failure = SwapCommand.failure("Refused:\n- why\u0007");

        assertThat(failure).hasMessage("Refused:\n- why\uFFFD").hasNoCause();
    }

    private static void set(Object target, String field, Object value) throws ReflectiveOperationException {
        field(target, field).set(target, value);
    }

    private static Object get(Object target, String field) throws ReflectiveOperationException {
        return field(target, field).get(target);
    }

    private static Field field(Object target, String name) throws ReflectiveOperationException {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
