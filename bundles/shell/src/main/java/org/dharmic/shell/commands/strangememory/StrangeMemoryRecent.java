package org.dharmic.shell.commands.strangememory;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.StrangeMemoryText;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;

/** {@code strange-memory:recent}. */
@Service
@Command(scope = "strange-memory", name = "recent", description = "Shows the last entries of a layer, oldest first")
public final class StrangeMemoryRecent extends ListingCommand {

    @Argument(index = 0, name = "layer", description = "Name of the layer", required = true, multiValued = true)
    @Completion(LayerCompleter.class)
    private List<String> layers;

    @Option(name = "-n", aliases = "--limit", description = "How many")
    private int limit = 10;

    @Override
    protected void run(PrintStream out) throws Exception {
        Layer wanted = Layer.of(only(layers, "layer"));
        if (limit < 1) {
            throw failure("-n must be 1 or more, was " + limit);
        }
        List<Entry> entries = rooms.strangeMemory().ask(memory -> memory.recent(wanted, limit));
        print(out, StrangeMemoryText.entries(wanted, entries), "Nothing in " + wanted.fileName() + " yet.");
    }
}
