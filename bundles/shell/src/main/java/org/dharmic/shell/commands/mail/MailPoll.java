package org.dharmic.shell.commands.mail;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.mail.MailChannel;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.Sheet;
import org.dharmic.shell.text.Words;

/** {@code mail:poll}. */
@Service
@Command(scope = "mail", name = "poll", description = "Looks into the mailboxes now and waits until that is done")
public final class MailPoll extends ListingCommand {

    @Argument(
            name = "account",
            description = "Only these accounts; all when none is given",
            required = false,
            multiValued = true)
    @Completion(AccountCompleter.class)
    private List<String> accounts;

    @Option(name = "--timeout", description = "Seconds to wait for each account")
    private int timeout = 30;

    @Override
    protected void run(PrintStream out) throws Exception {
        Sheet.Builder looks = Sheet.of("account", "taken_in");
        List<String> failed = new ArrayList<>();
        for (MailChannel channel : Accounts.named(rooms, accounts)) {
            try {
                int taken = channel.poll(Duration.ofSeconds(timeout));
                looks.row(channel.account(), taken);
                if (forPeople()) {
                    out.println(Words.line(channel.account()) + ": " + taken + " taken in");
                }
            } catch (RuntimeException e) {
                // One account that cannot be reached keeps nobody from looking into the others.
                failed.add(channel.account() + ": " + e.getMessage());
            }
        }
        if (!forPeople()) {
            print(out, looks.build(), "");
        }
        if (!failed.isEmpty()) {
            throw failure(String.join("; ", failed));
        }
    }
}
