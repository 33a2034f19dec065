package org.dharmic.shell.commands.deepmemory;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.deepmemory.Fact;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.DeepMemoryText;

/** {@code deep-memory:recent}. */
@Service
@Command(scope = "deep-memory", name = "recent", description = "Shows the latest facts, oldest first")
public final class DeepMemoryRecent extends ListingCommand {

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many")
    private int limit = 10;

    @Override
    protected void run(PrintStream out) {
        List<Fact> facts = new ArrayList<>(rooms.deepMemory().ask(memory -> memory.recent(limit)));
        Collections.reverse(facts);
        print(out, DeepMemoryText.facts(facts), "No facts yet; deep-memory:add keeps one.");
    }
}
