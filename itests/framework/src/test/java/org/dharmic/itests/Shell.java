package org.dharmic.itests;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.Session;

/** The shell bundle as its two kinds of users see it: a command that somebody types, and a room as the commands ask it. */
final class Shell {

    private static final String SHELL = "org.dharmic.shell";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FelixRun run;
    private final Object rooms;

    Shell(FelixRun run) {
        this.run = run;
        this.rooms = run.service(SHELL + ".Rooms", SOON);
    }

    /**
     * Runs a command as the shell does: a new action, its fields set, its output on the session's console.
     *
     * @param action the class, below the package of all commands, for example {@code vault.VaultSearch}
     */
    String execute(String action, Map<String, Object> fields) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Session session = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> method.getName().equals("getConsole") ? console : null);
        Class<?> type = run.bundle(SHELL).loadClass(SHELL + ".commands." + action);
        Action command = (Action) accessible(type).newInstance();
        set(command, "session", session);
        set(command, "rooms", rooms);
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            set(command, field.getKey(), field.getValue());
        }
        command.execute();
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Asks a room as a command does, for example {@code vaultIndex}: with a bounded wait, again when it leaves. */
    <S, R> R ask(String room, Function<S, R> call) throws Exception {
        Object asked = rooms.getClass().getMethod(room).invoke(rooms);
        try {
            @SuppressWarnings("unchecked")
            R answer = (R) asked.getClass().getMethod("ask", Function.class).invoke(asked, call);
            return answer;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    private static Constructor<?> accessible(Class<?> type) throws NoSuchMethodException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor;
    }

    private static void set(Object target, String name, Object value) throws ReflectiveOperationException {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    field.set(target, value);
                    return;
                }
            }
        }
        throw new NoSuchFieldException(name + " of " + target.getClass());
    }
}
