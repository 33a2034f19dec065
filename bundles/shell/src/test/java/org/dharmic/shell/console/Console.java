package org.dharmic.shell.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;
import org.dharmic.shell.Rooms;

/** Runs commands as the shell would, and keeps what the latest one printed. */
public final class Console {

    private final Rooms rooms;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    public Console(Rooms rooms) {
        this.rooms = rooms;
    }

    /** @param fields names and values of options and arguments, in turn */
    public String run(RoomCommand command, Object... fields) throws Exception {
        printed.reset();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        command.rooms = rooms;
        command.session = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> method.getName().equals("getConsole") ? out : null);
        for (int i = 0; i < fields.length; i += 2) {
            Field field = field(command.getClass(), fields[i].toString());
            field.setAccessible(true);
            field.set(command, fields[i + 1]);
        }
        command.execute();
        return printed();
    }

    public String printed() {
        return printed.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(name);
    }
}
