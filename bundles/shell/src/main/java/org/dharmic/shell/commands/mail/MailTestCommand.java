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
import org.dharmic.mail.Trial;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MailText;

/** {@code mail:test}. */
@Service
@Command(
        scope = "mail",
        name = "test",
        description = "Tries out everything a mail account needs, step by step; sends nothing")
public final class MailTestCommand extends ListingCommand {

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
        List<MailText.Tried> tried = new ArrayList<>();
        for (MailChannel channel : Accounts.named(rooms, accounts)) {
            for (Trial trial : channel.test(Duration.ofSeconds(timeout))) {
                tried.add(new MailText.Tried(channel.account(), trial));
            }
        }
        print(out, MailText.trials(tried), "There was nothing to try.");
        long failed = tried.stream().filter(each -> !each.trial().passed()).count();
        if (failed > 0) {
            throw failure(failed + " of " + tried.size() + " steps failed");
        }
    }
}
