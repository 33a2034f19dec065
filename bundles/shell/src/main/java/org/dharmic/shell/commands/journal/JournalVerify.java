package org.dharmic.shell.commands.journal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Verification;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.JournalText;

/** {@code journal:verify}. */
@Service
@Command(
        scope = "journal",
        name = "verify",
        description = "Reads everything the journal holds and says what is wrong with it; changes nothing")
public final class JournalVerify extends ListingCommand {

    @Override
    protected void run(PrintStream out) throws Exception {
        Verification found = rooms.journal().ask(Journal::verify);
        if (forPeople()) {
            out.println(JournalText.verification(found));
        } else {
            print(out, JournalText.verified(found));
        }
        if (!found.isSound()) {
            throw failure(
                    found.findings().size() + " findings; mend nothing by hand before a copy of the journal is made");
        }
    }
}
