package org.dharmic.itests.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code probe:configurations} */
@Service
@Command(
        scope = "probe",
        name = "configurations",
        description = "Prints what configured components work with, and what was refused")
public final class ConfigurationsCommand implements Action {

    @Reference
    private Configurations configurations;

    @Reference
    private Session session;

    @Override
    public Object execute() throws Exception {
        for (Object each : configurations.records()) {
            session.getConsole().println(new ObjectMapper().writeValueAsString(each));
        }
        return null;
    }
}
