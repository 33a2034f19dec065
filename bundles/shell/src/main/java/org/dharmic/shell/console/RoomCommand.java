package org.dharmic.shell.console;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.shell.Rooms;
import org.dharmic.shell.text.Words;
import org.dharmic.support.commands.TrailingOptions;

/**
 * What all commands share: they print to the console of the session (a returned value is not shown to one-shot clients),
 * and a failure is one line and an exception, so that a one-shot client ends with a status other than 0.
 */
public abstract class RoomCommand implements Action {

    @Reference
    protected Rooms rooms;

    @Reference
    protected Session session;

    /** Does what the command says. */
    protected abstract void run(PrintStream out) throws Exception;

    @Override
    public final Object execute() throws CommandException {
        try {
            TrailingOptions.take(this);
            run(session.getConsole());
            return null;
        } catch (CommandException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted", e);
        } catch (Exception e) {
            throw failure(
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()), e);
        }
    }

    /** What to throw when the command cannot do what it says. */
    public static CommandException failure(String why) {
        return failure(why, null);
    }

    /** The shell prints the "nice help" of exactly this class as it is: no stack trace, no colour. */
    private static CommandException failure(String why, Throwable cause) {
        String line = Words.line(why);
        return new CommandException(line, line, cause);
    }

    /** The one argument a command takes. */
    protected static String only(List<String> arguments, String what) throws CommandException {
        if (arguments.size() != 1) {
            throw failure(
                    arguments.isEmpty()
                            ? "which " + what + "? --help shows what the command takes"
                            : "one " + what + " only, were " + arguments.size() + ": " + String.join(", ", arguments));
        }
        return arguments.get(0);
    }

    /** Columns of the terminal; without one nothing needs to be cut. */
    protected int width() {
        Terminal terminal = session.getTerminal();
        return terminal == null || terminal.getWidth() <= 0 ? Integer.MAX_VALUE : terminal.getWidth();
    }
}
