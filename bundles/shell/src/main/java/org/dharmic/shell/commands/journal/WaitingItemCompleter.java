package org.dharmic.shell.commands.journal;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.dharmic.journal.Filter;
import org.dharmic.shell.Rooms;

/** Ids of items on their way, the oldest first. */
@Service
public final class WaitingItemCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return Items.complete(rooms, Filter.oldestIn(Items.ON_THEIR_WAY, 50), session, line, candidates);
    }
}
