package org.dharmic.shell.commands.vitals;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.metrics.Reading;
import org.dharmic.shell.Rooms;

/** Names of the meters. */
@Service
public final class MeterCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        rooms.metrics()
                                .now()
                                .map(metrics -> metrics.readings().stream()
                                        .map(Reading::name)
                                        .distinct()
                                        .toList())
                                .orElse(List.of()),
                        true)
                .complete(session, line, candidates);
    }
}
