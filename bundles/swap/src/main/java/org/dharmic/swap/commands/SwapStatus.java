package org.dharmic.swap.commands;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.Overview;

/** {@code swap:status}. */
@Service
@Command(scope = "swap", name = "status", description = "Shows what runs, against what the start list says")
public final class SwapStatus extends SwapCommand {

    @Option(name = "--json", description = "One JSON object")
    private boolean json;

    @Override
    protected void run(PrintStream out) throws Exception {
        Overview overview = swaps.overview();
        out.println(json ? OverviewJson.write(overview) : SwapText.status(overview));
    }
}
