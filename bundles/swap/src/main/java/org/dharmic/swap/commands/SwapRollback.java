package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code swap:rollback}. */
@Service
@Command(
        scope = "swap",
        name = "rollback",
        description = "Goes back to what ran before the latest exchange of a bundle, with its configuration")
public final class SwapRollback extends SwapCommand {

    @Option(name = "--keep-configuration", description = "Leave the configuration files as they are now")
    private boolean keepConfiguration;

    @Argument(name = "name", description = "Symbolic name or artifact id", required = true, multiValued = true)
    @Completion(BundleCompleter.class)
    private List<String> names;

    @Override
    protected void run(PrintStream out) throws Exception {
        tell(out, swaps.rollback(only(names), keepConfiguration, ORIGIN));
    }
}
