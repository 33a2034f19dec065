package org.dharmic.shell.commands.journal;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.shell.Rooms;

/** Work items, as the commands name them. */
public final class Items {

    /** Stages of an item that still has steps before it. */
    public static final Set<Stage> ON_THEIR_WAY = Set.copyOf(EnumSet.range(Stage.INGESTED, Stage.SENT));

    private Items() {}

    /** Ids of the items that a filter lets through; none when the journal is not there. */
    public static int complete(Rooms rooms, Filter filter, Session session, CommandLine line, List<String> candidates) {
        List<String> ids = rooms.journal()
                .now()
                .map(journal -> journal.find(filter).stream().map(Item::id).toList())
                .orElse(List.of());
        return new StringsCompleter(ids, true).complete(session, line, candidates);
    }
}
