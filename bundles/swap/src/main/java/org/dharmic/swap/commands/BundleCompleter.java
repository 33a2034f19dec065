package org.dharmic.swap.commands;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Swaps;

/** Symbolic names of the bundles that {@code swap:status} shows. */
@Service
public final class BundleCompleter implements Completer {

    @Reference
    private Swaps swaps;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(swaps.overview().bundles().stream()
                        .map(Overview.Row::symbolicName)
                        .toList())
                .complete(session, line, candidates);
    }
}
