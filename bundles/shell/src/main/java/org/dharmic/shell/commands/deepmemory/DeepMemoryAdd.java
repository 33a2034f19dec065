package org.dharmic.shell.commands.deepmemory;

import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.deepmemory.Fact;
import org.dharmic.shell.console.RoomCommand;

/** {@code deep-memory:add}. */
@Service
@Command(scope = "deep-memory", name = "add", description = "Keeps a fact")
public final class DeepMemoryAdd extends RoomCommand {

    @Argument(name = "text", description = "What it says; quote it", required = true, multiValued = true)
    private List<String> text;

    @Option(name = "--topic", description = "A topic; may be given several times", multiValued = true)
    private List<String> topics;

    @Override
    protected void run(PrintStream out) {
        // A key of our own: the call may be repeated when the memory is exchanged under it.
        String key = "console-" + UUID.randomUUID();
        Fact fact = rooms.deepMemory()
                .ask(memory -> memory.add(key, String.join(" ", text), topics == null ? List.of() : topics));
        out.println("Kept as " + fact.id() + "; deep-memory:forget " + fact.id() + " takes it out again.");
    }
}
