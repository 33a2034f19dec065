package org.dharmic.support.commands;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;

/**
 * Options behind arguments. Karaf takes options only before the first argument and hands later ones over as arguments:
 * {@code vault:search water -n 5} would search for {@code -n} and {@code 5}. Every command with arguments therefore takes
 * them as one list, and this takes the options out of it.
 */
public final class TrailingOptions {

    private TrailingOptions() {}

    /**
     * To be called before the command does anything.
     *
     * @throws IllegalArgumentException when an option lacks its value, or has one of another kind; says which
     */
    public static void take(Action command) throws ReflectiveOperationException {
        for (Field field : command.getClass().getDeclaredFields()) {
            Argument argument = field.getAnnotation(Argument.class);
            if (argument != null && argument.multiValued()) {
                field.setAccessible(true);
                Object given = field.get(command);
                field.set(command, given instanceof List<?> words ? arguments(command, words) : List.of());
            }
        }
    }

    private static List<String> arguments(Action command, List<?> words) throws ReflectiveOperationException {
        List<String> arguments = new ArrayList<>();
        for (Iterator<?> i = words.iterator(); i.hasNext(); ) {
            String word = String.valueOf(i.next());
            int equals = word.indexOf('=');
            Field option = option(command, word);
            if (option != null && option.getType() == boolean.class) {
                option.set(command, true);
            } else if (option != null) {
                if (!i.hasNext()) {
                    throw new IllegalArgumentException(word + " needs a value");
                }
                set(command, option, word, String.valueOf(i.next()));
            } else if (equals > 0 && option(command, word.substring(0, equals)) != null) {
                String name = word.substring(0, equals);
                set(command, option(command, name), name, word.substring(equals + 1));
            } else {
                arguments.add(word);
            }
        }
        return arguments;
    }

    private static Field option(Action command, String name) {
        if (!name.startsWith("-")) {
            return null;
        }
        for (Class<?> type = command.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Option option = field.getAnnotation(Option.class);
                if (option != null
                        && (option.name().equals(name)
                                || Arrays.asList(option.aliases()).contains(name))) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        return null;
    }

    private static void set(Action command, Field option, String name, String value)
            throws ReflectiveOperationException {
        if (option.getType() == int.class) {
            try {
                option.set(command, Integer.parseInt(value));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " needs a whole number, was '" + value + "'");
            }
        } else if (option.getType() == boolean.class) {
            option.set(command, Boolean.parseBoolean(value));
        } else if (option.getType() == List.class) {
            List<Object> values =
                    option.get(command) instanceof List<?> before ? new ArrayList<>(before) : new ArrayList<>();
            values.add(value);
            option.set(command, values);
        } else {
            option.set(command, value);
        }
    }
}
