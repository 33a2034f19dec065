package org.dharmic.shell.commands.mail;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.MailChannel;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MailText;
import org.dharmic.shell.text.Words;

/** {@code mail:backlog}. */
@Service
@Command(
        scope = "mail",
        name = "backlog",
        description = "Shows the mails that lay in the folder before the account began, or has some of them answered")
public final class MailBacklog extends ListingCommand {

    @Argument(
            name = "uid",
            description = "Has the mails of these UIDs taken in; without any the backlog is shown",
            required = false,
            multiValued = true)
    private List<String> uids;

    @Option(name = "--all", description = "Has all of them taken in, oldest first")
    private boolean all;

    @Option(name = "--account", description = "Of which account; needed when there are several")
    @Completion(AccountCompleter.class)
    private String account;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many, the newest of them (0 to 1000)")
    private int limit = 20;

    @Option(name = "--timeout", description = "Seconds to wait for the mailbox")
    private int timeout = 60;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (limit < 0 || limit > 1_000) {
            throw failure("-n must be 0 to 1000, was " + limit);
        }
        if (all && !uids.isEmpty()) {
            throw failure("either --all or UIDs, not both");
        }
        MailChannel channel = Accounts.one(rooms, account);
        Duration wait = Duration.ofSeconds(timeout);
        if (all || !uids.isEmpty()) {
            int taken = channel.takeBacklog(numbers(), wait);
            out.println(
                    Words.line(channel.account()) + ": " + taken + " taken in; mail:waiting shows how far they are.");
            return;
        }
        Backlog backlog = channel.backlog(limit, wait);
        print(
                out,
                MailText.backlog(backlog),
                "No mail lay in the folder before the account began, or all were taken in.");
        if (forPeople() && backlog.total() > backlog.mails().size()) {
            out.println("The newest " + backlog.mails().size() + " of " + backlog.total() + "; -n shows more.");
        }
    }

    private Set<Long> numbers() throws CommandException {
        Set<Long> numbers = new TreeSet<>();
        for (String uid : uids) {
            if (!uid.matches("[1-9]\\d{0,9}")) {
                throw failure("a UID is a whole number from 1, was '" + uid + "'; mail:backlog shows them");
            }
            numbers.add(Long.parseLong(uid));
        }
        return numbers;
    }
}
