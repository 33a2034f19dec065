package org.dharmic.shell.commands.journal;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.JournalText;

/** {@code journal:list}. */
@Service
@Command(scope = "journal", name = "list", description = "Lists work items, oldest first")
public final class JournalList extends ListingCommand {

    @Option(name = "--stage", description = "Only items in this stage; may be given several times", multiValued = true)
    @Completion(StageCompleter.class)
    private List<String> stages;

    @Option(name = "--thread", description = "Only items of this conversation")
    private String thread;

    @Option(name = "--sender", description = "Only items of this authenticated address")
    private String sender;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many, the newest of them (1 to 10000)")
    private int limit = 20;

    @Override
    protected void run(PrintStream out) {
        Filter filter = new Filter(
                StageCompleter.parse(stages), Optional.ofNullable(thread), Optional.ofNullable(sender), limit);
        List<Item> items = rooms.journal().ask(journal -> journal.find(filter));
        print(out, JournalText.list(items), "No items like that in the journal.");
    }
}
