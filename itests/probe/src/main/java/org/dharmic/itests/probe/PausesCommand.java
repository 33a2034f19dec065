package org.dharmic.itests.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code probe:pauses} */
@Service
@Command(scope = "probe", name = "pauses", description = "Ends the watch and prints what it saw")
public final class PausesCommand implements Action {

    @Reference
    private Probe probe;

    @Reference
    private Session session;

    @Override
    public Object execute() throws Exception {
        session.getConsole().println(new ObjectMapper().writeValueAsString(probe.pauses()));
        return null;
    }
}
