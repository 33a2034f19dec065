package org.dharmic.itests.probe;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code probe:search} */
@Service
@Command(scope = "probe", name = "search", description = "Begins to search the vault at a steady rate")
public final class SearchCommand implements Action {

    @Option(name = "--rate", description = "Searches a second")
    private int rate = 200;

    @Reference
    private Probe probe;

    @Override
    public Object execute() {
        probe.search(rate);
        return null;
    }
}
