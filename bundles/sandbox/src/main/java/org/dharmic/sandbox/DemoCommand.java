package org.dharmic.sandbox;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code sandbox:demo} */
@Service
@Command(
        scope = "sandbox",
        name = "demo",
        description = "Writes three mails to the agent as its owner, and shows and checks the replies")
public final class DemoCommand implements Action {

    @Reference
    private Sandbox sandbox;

    @Reference
    private Session session;

    @Override
    public Object execute() throws Exception {
        return MailLibraries.call(this::converse);
    }

    private Object converse() throws Exception {
        LoopbackMail server = sandbox.server();
        SandboxSettings settings = server.settings();
        sandbox.awaitHouse();
        try (MailProgram owner = server.programOf(settings.owner()).open()) {
            new Demo(settings, owner, sandbox.journal(), sandbox::channelState, session.getConsole(), sandbox.clock())
                    .run();
        }
        return null;
    }
}
