package org.dharmic.shell.commands.mail;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.mail.MailChannel;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MailText;

/** {@code mail:status}. */
@Service
@Command(
        scope = "mail",
        name = "status",
        description = "Shows how each mail account is doing, and what its connections cost")
public final class MailStatus extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        List<MailText.Account> accounts = rooms.mailChannels().awaited().stream()
                .sorted(Comparator.comparing(MailChannel::account))
                .map(channel -> new MailText.Account(channel.status(), channel.connections()))
                .toList();
        if (accounts.isEmpty() || !forPeople()) {
            print(
                    out,
                    MailText.all(accounts),
                    "No mail account is running: configure one in etc/org.dharmic.mail.imap-<name>.cfg.");
            return;
        }
        print(out, MailText.states(accounts), "");
        out.println();
        print(out, MailText.connections(accounts), "");
    }
}
