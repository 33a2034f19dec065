package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.Request;

/** {@code swap:upgrade}. */
@Service
@Command(scope = "swap", name = "upgrade", description = "Exchanges running bundles for newer revisions, all or none")
public final class SwapUpgrade extends SwapCommand {

    @Option(name = "--force", description = "Also stop and rewire bundles beyond the subsystem")
    private boolean force;

    @Argument(name = "jar", description = "Jars, features or names of artifacts", required = true, multiValued = true)
    private List<String> jars;

    @Override
    protected void run(PrintStream out) throws Exception {
        List<Path> files = jars(jars);
        Request request = new Request(kind(jars, Request.Kind.UPGRADE), files, List.of(), force, ORIGIN);
        WayIn.tell(swaps, request, out, outcome -> tell(out, outcome));
    }
}
