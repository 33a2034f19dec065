package org.dharmic.shell.commands.mail;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.MailChannel;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.Words;

/** {@code mail:deny}. */
@Service
@Command(
        scope = "mail",
        name = "deny",
        description = "Rejects whatever an address sends from now on, also when the configuration allows it")
public final class MailDeny extends RoomCommand {

    @Argument(name = "address", description = "One plain address", required = true, multiValued = true)
    @Completion(CorrespondentCompleter.class)
    private List<String> addresses;

    @Option(name = "--account", description = "Of this account only; of all when none is given")
    @Completion(AccountCompleter.class)
    private String account;

    @Override
    protected void run(PrintStream out) throws Exception {
        String address = only(addresses, "address");
        for (MailChannel channel : Accounts.named(rooms, account == null ? List.of() : List.of(account))) {
            Correspondent decided = channel.deny(address);
            out.println(Words.line(channel.account()) + ": " + Words.line(decided.address())
                    + " is rejected from now on. mail:allow " + Words.line(decided.address())
                    + " lets it speak again.");
        }
    }
}
