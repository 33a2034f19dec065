package org.dharmic.shell.commands.agent;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.agent.Agent;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.AgentText;

/** {@code executor:list}. */
@Service
@Command(
        scope = "executor",
        name = "list",
        description = "Lists who can turn a prompt into text, in the order they are tried")
public final class ExecutorList extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        print(
                out,
                AgentText.executors(rooms.agent().ask(Agent::status)),
                "No executor is there; install one or look at heartbeat:now.");
    }
}
