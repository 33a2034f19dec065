package org.dharmic.itests.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code probe:bundles} */
@Service
@Command(scope = "probe", name = "bundles", description = "Prints every bundle with what tells that it was touched")
public final class BundlesCommand implements Action {

    @Reference
    private Probe probe;

    @Reference
    private Session session;

    @Override
    public Object execute() throws Exception {
        for (Object bundle : probe.bundles()) {
            session.getConsole().println(new ObjectMapper().writeValueAsString(bundle));
        }
        return null;
    }
}
