package org.dharmic.shell.commands.mail;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.shell.commands.journal.Items;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MailText;

/** {@code mail:waiting}. */
@Service
@Command(
        scope = "mail",
        name = "waiting",
        description = "Lists what is on its way, oldest first, and what each waits for")
public final class MailWaiting extends ListingCommand {

    @Option(name = "--account", description = "Only what belongs to this account")
    @Completion(AccountCompleter.class)
    private String account;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many, the oldest of them (1 to 1000)")
    private int limit = 20;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (limit < 1 || limit > 1_000) {
            throw failure("-n must be 1 to 1000, was " + limit);
        }
        Filter oldest = Filter.oldestIn(Items.ON_THEIR_WAY, account == null ? limit : 1_000);
        List<Item> items = rooms.journal().ask(journal -> journal.find(oldest)).stream()
                .filter(item -> account == null
                        || item.account().isEmpty()
                        || item.account().equals(account))
                .limit(limit)
                .toList();
        print(out, MailText.waiting(items, Instant.now()), "Nothing is on its way.");
        if (forPeople() && items.size() == limit) {
            long all = rooms.journal().ask(journal -> journal.stats().items().entrySet().stream()
                    .filter(stage -> Items.ON_THEIR_WAY.contains(stage.getKey()))
                    .mapToLong(stage -> stage.getValue())
                    .sum());
            out.println("The oldest " + limit + " of " + all + "; -n shows more.");
        }
    }
}
