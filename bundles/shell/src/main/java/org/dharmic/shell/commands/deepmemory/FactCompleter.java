package org.dharmic.shell.commands.deepmemory;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.deepmemory.Fact;
import org.dharmic.shell.Rooms;

/** Ids of the latest facts. */
@Service
public final class FactCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        rooms.deepMemory()
                                .now()
                                .map(memory ->
                                        memory.recent(50).stream().map(Fact::id).toList())
                                .orElse(List.of()),
                        true)
                .complete(session, line, candidates);
    }
}
