package org.dharmic.itests.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code probe:searched} */
@Service
@Command(scope = "probe", name = "searched", description = "Ends the search load and prints its balance")
public final class SearchedCommand implements Action {

    @Reference
    private Probe probe;

    @Reference
    private Session session;

    @Override
    public Object execute() throws Exception {
        session.getConsole().println(new ObjectMapper().writeValueAsString(probe.searched()));
        return null;
    }
}
