package org.dharmic.swap.commands;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.dharmic.swap.deploy.DeployStates;
import org.dharmic.swap.deploy.DeployText;

/** {@code swap:deploy}. */
@Service
@Command(scope = "swap", name = "deploy", description = "Shows the files in the deploy folder and what came of them")
public final class SwapDeploy implements Action {

    @Reference
    private DeployStates deploy;

    @Reference
    private Session session;

    @Option(name = "--json", description = "One JSON document per line")
    private boolean json;

    @Override
    public Object execute() {
        session.getConsole()
                .println(
                        json ? DeployText.json(deploy.states()) : DeployText.table(deploy.states(), deploy.problems()));
        return null;
    }
}
