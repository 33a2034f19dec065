package org.dharmic.shell.commands.agent;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.agent.Agent;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.AgentText;

/** {@code agent:status}. */
@Service
@Command(scope = "agent", name = "status", description = "Shows what the agent is doing")
public final class AgentStatusCommand extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        print(out, AgentText.agent(rooms.agent().ask(Agent::status)));
    }
}
