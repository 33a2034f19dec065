package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.Plan;
import org.dharmic.swap.Request;

/** {@code swap:plan}. */
@Service
@Command(scope = "swap", name = "plan", description = "Shows what an upgrade would do, and changes nothing")
public final class SwapPlan extends SwapCommand {

    @Option(name = "--force", description = "Plan for bundles beyond the subsystem too")
    private boolean force;

    @Argument(name = "jar", description = "Jars, features or names of artifacts", required = true, multiValued = true)
    private List<String> jars;

    @Override
    protected void run(PrintStream out) throws Exception {
        List<Path> files = jars(jars);
        Request.Kind kind = kind(jars, Request.Kind.UPGRADE_OR_INSTALL);
        Plan plan = swaps.plan(new Request(kind, files, List.of(), force, ORIGIN));
        if (!plan.possible()) {
            throw failure(SwapText.plan(plan));
        }
        out.println(SwapText.plan(plan));
    }
}
