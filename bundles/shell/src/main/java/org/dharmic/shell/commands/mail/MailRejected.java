package org.dharmic.shell.commands.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.Letterhead;
import org.dharmic.shell.text.MailText;

/** {@code mail:rejected}. */
@Service
@Command(
        scope = "mail",
        name = "rejected",
        description =
                "Lists the mails that were rejected, oldest first, with the reason and who they say they are from")
public final class MailRejected extends ListingCommand {

    @Option(name = "--account", description = "Only mails of this account")
    @Completion(AccountCompleter.class)
    private String account;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many, the newest of them (1 to 1000)")
    private int limit = 20;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (limit < 1 || limit > 1_000) {
            throw failure("-n must be 1 to 1000, was " + limit);
        }
        Filter newest = Filter.in(Set.of(Stage.REJECTED), account == null ? limit : 1_000);
        List<Item> items = rooms.journal().ask(journal -> journal.find(newest)).stream()
                .filter(item -> account == null || item.account().equals(account))
                .toList();
        List<MailText.Rejected> rejected = new ArrayList<>();
        for (Item item : items.subList(Math.max(0, items.size() - limit), items.size())) {
            rejected.add(new MailText.Rejected(item, rooms.journal().ask(journal -> letterhead(journal, item))));
        }
        print(out, MailText.rejected(rejected), "No mail was rejected.");
    }

    private static Letterhead letterhead(Journal journal, Item item) {
        if (item.arrival().isEmpty()) {
            return Letterhead.UNREADABLE;
        }
        try (InputStream bytes = journal.read(item.arrival().get().spooled().ref())) {
            return Letterhead.read(bytes);
        } catch (IOException | UncheckedIOException e) {
            // Given up for age; what stands in the journal is shown all the same.
            return Letterhead.UNREADABLE;
        }
    }
}
