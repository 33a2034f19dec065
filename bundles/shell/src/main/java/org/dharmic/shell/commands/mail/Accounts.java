package org.dharmic.shell.commands.mail;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.mail.MailChannel;
import org.dharmic.shell.Rooms;
import org.dharmic.shell.console.RoomCommand;

/** Which mail account a command means. */
final class Accounts {

    private Accounts() {}

    /** Those of these names, all when there are no names; at least one. */
    static List<MailChannel> named(Rooms rooms, List<String> names) throws CommandException {
        List<MailChannel> channels = rooms.mailChannels().all().stream()
                .filter(channel -> names.isEmpty() || names.contains(channel.account()))
                .sorted(Comparator.comparing(MailChannel::account))
                .toList();
        for (String name : names) {
            if (channels.stream().noneMatch(channel -> channel.account().equals(name))) {
                throw RoomCommand.failure("no mail account '" + name + "'; mail:status shows them");
            }
        }
        return channels;
    }

    /** The one of this name; without a name the only one there is. */
    static MailChannel one(Rooms rooms, String name) throws CommandException {
        List<MailChannel> channels = named(rooms, name == null ? List.of() : List.of(name));
        if (channels.size() > 1) {
            throw RoomCommand.failure("which account? --account "
                    + channels.stream().map(MailChannel::account).collect(Collectors.joining(" or --account ")));
        }
        return channels.get(0);
    }
}
