package org.dharmic.shell.commands.deepmemory;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.RoomCommand;

/** {@code deep-memory:forget}. */
@Service
@Command(scope = "deep-memory", name = "forget", description = "Takes a fact out")
public final class DeepMemoryForget extends RoomCommand {

    @Argument(
            name = "id",
            description = "Id of the fact, as deep-memory:search shows it",
            required = true,
            multiValued = true)
    @Completion(FactCompleter.class)
    private List<String> ids;

    @Override
    protected void run(PrintStream out) throws Exception {
        String id = only(ids, "fact");
        if (!rooms.deepMemory().ask(memory -> memory.forget(id))) {
            throw failure("no fact '" + id + "'; deep-memory:recent shows the latest");
        }
        out.println("Forgotten. Only a backup brings it back.");
    }
}
