package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.support.commands.TrailingOptions;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Request;
import org.dharmic.swap.Swaps;
import org.dharmic.swap.sources.Sources;
import org.dharmic.swap.sources.UnknownSource;

/** What the commands share: a failure is one line and an exception, so that a one-shot client ends with a status other than 0. */
abstract class SwapCommand implements Action {

    static final String ORIGIN = "command";

    @Reference
    protected Swaps swaps;

    @Reference
    protected Sources sources;

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
            throw failure("interrupted; swap:history tells how it ended");
        } catch (Exception e) {
            throw failure(
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
        }
    }

    /** The shell prints the "nice help" of exactly this class as it is: no stack trace, no colour. */
    static CommandException failure(String why) {
        String text = SwapText.clean(why);
        return new CommandException(text, text, null);
    }

    /** The jars that these arguments mean. */
    protected List<Path> jars(List<String> arguments) throws UnknownSource, CommandException {
        if (arguments == null || arguments.isEmpty()) {
            throw failure("which jar? --help shows what the command takes");
        }
        List<Path> jars = new ArrayList<>();
        for (String argument : arguments) {
            jars.addAll(sources.resolve(argument, folder()));
        }
        return jars;
    }

    /** Where relative paths begin: for {@code ./dharmic exec} the folder in which it was called. */
    protected Path folder() {
        Path current = session.currentDir();
        return (current == null ? Path.of("") : current).toAbsolutePath();
    }

    /** What is wanted of these arguments: of a feature, what is new or newer; else just what the command says. */
    protected Request.Kind kind(List<String> arguments, Request.Kind otherwise) {
        return arguments.stream().anyMatch(each -> sources.isFeature(each, folder())) ? Request.Kind.NEWER : otherwise;
    }

    /** The one name a command takes. */
    protected static String only(List<String> names) throws CommandException {
        if (names == null || names.size() != 1) {
            throw failure("one symbolic name, please; swap:status shows them");
        }
        return names.get(0);
    }

    /** Tells how it ended; what was not wanted to end like that is a failure. */
    protected static void tell(PrintStream out, Outcome outcome) throws CommandException {
        String text = SwapText.outcome(outcome);
        switch (outcome.result()) {
            case KEPT, AT_RESTART -> out.println(text);
            case REFUSED, PUT_BACK, BROKEN -> throw failure(text);
        }
    }
}
