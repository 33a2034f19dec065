package org.dharmic.shell.commands.mail;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.mail.MailChannel;
import org.dharmic.mail.ReplyToken;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MailText;

/** {@code mail:token}. */
@Service
@Command(
        scope = "mail",
        name = "token",
        description = "Makes a reply token for an allowed address, and says how it is used")
public final class MailToken extends ListingCommand {

    @Argument(name = "address", description = "One plain address", required = true, multiValued = true)
    @Completion(CorrespondentCompleter.class)
    private List<String> addresses;

    @Option(name = "--account", description = "Of which account; needed when there are several")
    @Completion(AccountCompleter.class)
    private String account;

    @Override
    protected void run(PrintStream out) throws Exception {
        String address = only(addresses, "address");
        MailChannel channel = Accounts.one(rooms, account);
        ReplyToken token = channel.token(address);
        if (forPeople()) {
            out.println(MailText.howToUse(token, channel.status().address()));
        } else {
            print(out, MailText.token(token));
        }
    }
}
