package org.dharmic.shell.commands.telos;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.TelosText;
import org.dharmic.telos.Orientation;

/** {@code telos:evolve}. */
@Service
@Command(scope = "telos", name = "evolve", description = "Replaces the proximate aims, with a reason")
public final class TelosEvolve extends RoomCommand {

    @Option(name = "--reason", description = "Why they change; required, stands in the history")
    private String reason = "";

    @Argument(name = "aims", description = "The new proximate aims, each quoted", required = true, multiValued = true)
    private List<String> aims;

    @Override
    protected void run(PrintStream out) {
        Orientation now = rooms.telos().ask(telos -> telos.evolve(aims, reason));
        out.println(TelosText.telos(now));
        out.println("\nChanged. The earlier aims stand in telos:show --history; evolve back to them to undo it.");
    }
}
