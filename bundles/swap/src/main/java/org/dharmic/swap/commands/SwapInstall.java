package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.Request;

/** {@code swap:install}. */
@Service
@Command(
        scope = "swap",
        name = "install",
        description = "Adds bundles to the start list: new ones from jars, running ones by their symbolic names")
public final class SwapInstall extends SwapCommand {

    @Option(name = "--level", description = "Start level of what is new, 1 to 999")
    private int level = Request.DEFAULT_LEVEL;

    @Argument(
            name = "jar",
            description = "Jars, or the symbolic name of a bundle that runs without a line",
            required = true,
            multiValued = true)
    private List<String> jars;

    @Override
    protected void run(PrintStream out) throws Exception {
        tell(out, swaps.carryOut(new Request(Request.Kind.INSTALL, jars(jars), List.of(), false, level, ORIGIN)));
    }
}
