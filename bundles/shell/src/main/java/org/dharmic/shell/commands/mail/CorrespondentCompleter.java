package org.dharmic.shell.commands.mail;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.mail.Correspondent;
import org.dharmic.shell.Rooms;

/** Addresses about which something was decided. */
@Service
public final class CorrespondentCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> addresses = rooms.mailChannels().now().stream()
                .flatMap(channel -> channel.correspondents().stream())
                .map(Correspondent::address)
                .distinct()
                .toList();
        return new StringsCompleter(addresses, true).complete(session, line, candidates);
    }
}
