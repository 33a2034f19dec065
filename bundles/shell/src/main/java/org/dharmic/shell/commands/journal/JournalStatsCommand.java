package org.dharmic.shell.commands.journal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalStats;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.JournalText;

/** {@code journal:stats}. */
@Service
@Command(scope = "journal", name = "stats", description = "Counts the work items in each stage")
public final class JournalStatsCommand extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        JournalStats stats = rooms.journal().ask(Journal::stats);
        print(out, JournalText.stats(stats), "The journal is empty.");
        if (forPeople()) {
            out.println();
            print(out, JournalText.numbers(stats));
        }
    }
}
