package org.dharmic.shell.commands.journal;

import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Stage;
import org.dharmic.shell.Rooms;

/** Ids of parked items. */
@Service
public final class ParkedItemCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return Items.complete(rooms, Filter.in(Set.of(Stage.PARKED), 50), session, line, candidates);
    }
}
