package org.dharmic.itests.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code probe:items} */
@Service
@Command(scope = "probe", name = "items", description = "Prints the newest items with the time of each stage")
public final class ItemsCommand implements Action {

    @Option(name = "--limit", description = "At most this many, 1 to 10000")
    private int limit = 10_000;

    @Reference
    private Probe probe;

    @Reference
    private Session session;

    @Override
    public Object execute() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (Object item : probe.items(limit)) {
            session.getConsole().println(mapper.writeValueAsString(item));
        }
        return null;
    }
}
