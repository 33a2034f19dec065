package org.dharmic.shell.commands.strangememory;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.StrangeMemoryText;
import org.dharmic.shell.text.Words;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.StrangeMemory;

/** {@code strange-memory:status}. */
@Service
@Command(
        scope = "strange-memory",
        name = "status",
        description = "Counts the entries of each layer and tells the last of them")
public final class StrangeMemoryStatus extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        MemorySummary summary = rooms.strangeMemory().ask(StrangeMemory::summary);
        print(out, StrangeMemoryText.layers(summary), "There are no layers.");
        if (forPeople()) {
            out.println();
            out.println(summary.text().isBlank() ? "Nothing happened yet." : Words.block(summary.text()));
            if (summary.unreadable() > 0) {
                out.println("\n" + summary.unreadable() + " line(s) cannot be read and are skipped.");
            }
        }
    }
}
