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
import org.dharmic.mail.Tier;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MailText;
import org.dharmic.shell.text.Words;

/** {@code mail:allow}. */
@Service
@Command(
        scope = "mail",
        name = "allow",
        description = "Lets an address speak from now on; without an address shows what was decided about whom")
public final class MailAllow extends ListingCommand {

    @Argument(name = "address", description = "One plain address", required = false, multiValued = true)
    @Completion(CorrespondentCompleter.class)
    private List<String> addresses;

    @Option(name = "--tier", description = "What it may do at most: ask, write or admin")
    @Completion(TierCompleter.class)
    private String tier = "ask";

    @Option(name = "--scope", description = "The vault scope it is shown, 'all' for the whole vault")
    private String scope = "all";

    @Option(name = "--account", description = "Of which account; needed when there are several")
    @Completion(AccountCompleter.class)
    private String account;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (addresses.isEmpty()) {
            List<MailChannel> channels = Accounts.named(rooms, account == null ? List.of() : List.of(account));
            print(out, MailText.correspondents(channels), "Nobody may speak: mail:allow <address> lets somebody.");
            return;
        }
        String address = only(addresses, "address");
        Tier most = TierCompleter.parse(tier);
        MailChannel channel = Accounts.one(rooms, account);
        Correspondent decided = channel.allow(address, most, scope);
        if (!forPeople()) {
            print(out, MailText.correspondent(channel.account(), decided));
            return;
        }
        String who = Words.line(decided.address());
        out.println(Words.line(channel.account()) + ": " + who + " may " + MailText.may(decided.tier())
                + ", vault scope " + Words.line(decided.scope()) + ". mail:deny " + who + " takes it back.");
        if (decided.tier() != Tier.ASK) {
            out.println("More than asking takes a reply token as well: mail:token " + who + " makes the first one.");
        }
    }
}
