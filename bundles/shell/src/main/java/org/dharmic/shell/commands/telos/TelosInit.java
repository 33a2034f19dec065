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

/** {@code telos:init}. */
@Service
@Command(
        scope = "telos",
        name = "init",
        description = "Writes the first telos; its ultimate aim never changes afterwards")
public final class TelosInit extends RoomCommand {

    @Option(name = "--aim", description = "The ultimate aim; required")
    private String ultimate = "";

    @Option(name = "--description", description = "What is meant by it; required")
    private String description = "";

    @Argument(name = "aims", description = "The first proximate aims, each quoted", required = true, multiValued = true)
    private List<String> aims;

    @Override
    protected void run(PrintStream out) {
        Orientation now = rooms.telos().ask(telos -> telos.init(ultimate, description, aims));
        out.println(TelosText.telos(now));
        out.println("\nWritten. telos:evolve changes the proximate aims; the ultimate aim is pinned.");
    }
}
