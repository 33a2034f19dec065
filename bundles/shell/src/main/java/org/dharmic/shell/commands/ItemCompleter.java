package org.dharmic.shell.commands;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.shell.Rooms;

/** Ids of the newest items. */
@Service
public final class ItemCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return complete(rooms, Filter.newest(50), session, line, candidates);
    }

    /** Ids of the items that a filter lets through; none when the journal is not there. */
    static int complete(Rooms rooms, Filter filter, Session session, CommandLine line, List<String> candidates) {
        List<String> ids = rooms.journal()
                .now()
                .map(journal -> journal.find(filter).stream().map(Item::id).toList())
                .orElse(List.of());
        return new StringsCompleter(ids, true).complete(session, line, candidates);
    }
}
