package org.dharmic.shell.commands.vitals;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.metrics.Metrics;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MetricsText;

/** {@code metrics:resources}. */
@Service
@Command(
        scope = "metrics",
        name = "resources",
        description = "Shows what the process uses: memory, threads, descriptors, CPU")
public final class MetricsResources extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        print(out, MetricsText.resources(rooms.metrics().ask(Metrics::resources)));
    }
}
