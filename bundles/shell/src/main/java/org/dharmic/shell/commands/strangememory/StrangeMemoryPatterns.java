package org.dharmic.shell.commands.strangememory;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.StrangeMemoryText;

/** {@code strange-memory:patterns}. */
@Service
@Command(
        scope = "strange-memory",
        name = "patterns",
        description = "Shows the words that come back in the last 100 observations, most frequent first")
public final class StrangeMemoryPatterns extends ListingCommand {

    @Option(name = "--least", description = "How often a word must occur")
    private int least = 3;

    @Override
    protected void run(PrintStream out) {
        print(
                out,
                StrangeMemoryText.words(rooms.strangeMemory().ask(memory -> memory.patterns(least))),
                "No word comes back " + least + " times.");
    }
}
