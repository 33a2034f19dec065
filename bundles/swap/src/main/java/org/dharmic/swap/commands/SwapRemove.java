package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.Request;

/** {@code swap:remove}. */
@Service
@Command(scope = "swap", name = "remove", description = "Takes a bundle that was added here off again")
public final class SwapRemove extends SwapCommand {

    @Option(name = "--force", description = "Also one that came with the distribution, or that others are wired to")
    private boolean force;

    @Argument(name = "name", description = "Symbolic name or artifact id", required = true, multiValued = true)
    @Completion(BundleCompleter.class)
    private List<String> names;

    @Override
    protected void run(PrintStream out) throws Exception {
        tell(out, swaps.carryOut(new Request(Request.Kind.REMOVE, List.of(), List.of(only(names)), force, ORIGIN)));
    }
}
