package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.list.EntryJson;

/** {@code swap:history}. */
@Service
@Command(scope = "swap", name = "history", description = "Lists every exchange that was tried, oldest first")
public final class SwapHistory extends SwapCommand {

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many, the latest")
    private int limit = 20;

    @Option(name = "--json", description = "One JSON object per line; nothing when there is nothing")
    private boolean json;

    @Override
    protected void run(PrintStream out) throws Exception {
        List<HistoryEntry> entries = swaps.history(Math.max(0, limit));
        if (json) {
            entries.forEach(entry -> out.println(EntryJson.write(entry)));
        } else {
            out.println(entries.isEmpty() ? "Nothing was exchanged yet." : SwapText.history(entries));
        }
    }
}
