package org.dharmic.shell.commands.mail;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.mail.MailChannel;
import org.dharmic.shell.Rooms;

/** Names of the mail accounts. */
@Service
public final class AccountCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        rooms.mailChannels().now().stream()
                                .map(MailChannel::account)
                                .toList(),
                        true)
                .complete(session, line, candidates);
    }
}
