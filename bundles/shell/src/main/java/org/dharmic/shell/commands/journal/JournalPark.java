package org.dharmic.shell.commands.journal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.Words;

/** {@code journal:park}. */
@Service
@Command(
        scope = "journal",
        name = "park",
        description = "Puts an item aside that is on its way; whoever works on it drops what it did")
public final class JournalPark extends RoomCommand {

    @Argument(name = "id", description = "Id of an item on its way", required = true, multiValued = true)
    @Completion(WaitingItemCompleter.class)
    private List<String> ids;

    @Option(name = "--reason", description = "Why, for journal:show")
    private String reason = "parked at the console";

    @Override
    protected void run(PrintStream out) throws Exception {
        String id = only(ids, "item");
        if (!rooms.journal().ask(journal -> journal.park(id, Words.line(reason)))) {
            throw failure("no item '" + id + "' on its way; mail:waiting shows those");
        }
        out.println(
                "Parked " + Words.line(id) + "; journal:retry " + Words.line(id) + " sends it on from where it was.");
    }
}
