package org.dharmic.itests.probe;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code probe:watch} */
@Service
@Command(scope = "probe", name = "watch", description = "Begins to call a service of a bundle every millisecond")
public final class WatchCommand implements Action {

    @Argument(name = "symbolic name", required = true)
    private String symbolicName;

    @Reference
    private Probe probe;

    @Override
    public Object execute() throws InterruptedException {
        probe.watch(symbolicName);
        return null;
    }
}
