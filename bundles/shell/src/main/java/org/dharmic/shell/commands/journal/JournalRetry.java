package org.dharmic.shell.commands.journal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.Words;

/** {@code journal:retry}. */
@Service
@Command(scope = "journal", name = "retry", description = "Sends a parked item on from where it was parked")
public final class JournalRetry extends RoomCommand {

    @Argument(name = "id", description = "Id of a parked item", required = true, multiValued = true)
    @Completion(ParkedItemCompleter.class)
    private List<String> ids;

    @Override
    protected void run(PrintStream out) throws Exception {
        String id = only(ids, "parked item");
        if (!rooms.journal().ask(journal -> journal.retry(id))) {
            throw failure("no parked item '" + id + "'; journal:list --stage parked shows them");
        }
        out.println("Sent " + Words.line(id) + " on; if it fails again it is parked again.");
    }
}
