package org.dharmic.swap.commands;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.deploy.DeployStates;
import org.dharmic.swap.deploy.DeployText;

/** {@code swap:deploy}. */
@Service
@Command(scope = "swap", name = "deploy", description = "Shows the files in the deploy folder and what came of them")
public final class SwapDeploy extends SwapCommand {

    @Reference
    private DeployStates deploy;

    @Option(name = "--json", description = "A JSON object for each file")
    private boolean json;

    @Override
    protected void run(PrintStream out) {
        out.println(json ? DeployText.json(deploy.states()) : DeployText.table(deploy.states(), deploy.problems()));
    }
}
