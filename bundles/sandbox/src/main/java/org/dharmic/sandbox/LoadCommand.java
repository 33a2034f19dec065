package org.dharmic.sandbox;

import java.time.Duration;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code sandbox:load} */
@Service
@Command(
        scope = "sandbox",
        name = "load",
        description = "Writes many mails to the agent at a steady rate, and draws the balance of the replies")
public final class LoadCommand implements Action {

    @Option(name = "--count", description = "Mails to send, 1 to 9900")
    private int count = 100;

    @Option(name = "--rate", description = "Mails a second, more than 0")
    private double rate = 10;

    @Option(name = "--wait", description = "Seconds to wait for replies after the last mail, 1 or more")
    private int waitSeconds = 60;

    @Option(name = "--json", description = "Print one JSON line")
    private boolean json;

    @Reference
    private Sandbox sandbox;

    @Reference
    private Session session;

    @Override
    public Object execute() throws Exception {
        if (count < 1 || count > 9_900) {
            throw new IllegalArgumentException("--count must be 1 to 9900, was " + count);
        }
        if (!(rate > 0)) {
            throw new IllegalArgumentException("--rate must be more than 0, was " + rate);
        }
        if (waitSeconds < 1) {
            throw new IllegalArgumentException("--wait must be 1 or more, was " + waitSeconds);
        }
        return MailLibraries.call(this::draw);
    }

    private Object draw() throws Exception {
        LoopbackMail server = sandbox.server();
        SandboxSettings settings = server.settings();
        sandbox.awaitHouse();
        try (MailProgram owner = server.programOf(settings.owner()).open()) {
            LoadResult result = new Load(settings, owner, sandbox.journal(), sandbox.clock())
                    .run(count, rate, Duration.ofSeconds(waitSeconds));
            session.getConsole().println(json ? result.json() : result.text());
            session.getConsole().flush();
            if (!result.isBalanced()) {
                throw new IllegalStateException("The balance is not even: " + result.missing()
                        + " mails without a reply, " + result.duplicates() + " replies too many");
            }
        }
        return null;
    }
}
