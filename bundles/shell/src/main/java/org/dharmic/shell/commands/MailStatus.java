package org.dharmic.shell.commands;

import java.io.PrintStream;
import java.util.Comparator;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.mail.MailChannel;
import org.dharmic.shell.text.RoomText;

/** {@code mail:status}. */
@Service
@Command(scope = "mail", name = "status", description = "Shows how each mail account is doing")
public final class MailStatus extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        print(
                out,
                RoomText.mail(rooms.mailChannels().awaited().stream()
                        .sorted(Comparator.comparing(MailChannel::account))
                        .map(MailChannel::status)
                        .toList()),
                "No mail account is running: configure one in etc/org.dharmic.mail.imap-<name>.cfg.");
    }
}
