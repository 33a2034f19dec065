package org.dharmic.shell.commands.mail;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.Words;

/** {@code mail:release}. */
@Service
@Command(
        scope = "mail",
        name = "release",
        description = "Has rejected mails answered after all, these only; mail:allow lets a sender speak for good")
public final class MailRelease extends RoomCommand {

    @Argument(name = "id", description = "Ids of rejected mails", required = true, multiValued = true)
    @Completion(RejectedItemCompleter.class)
    private List<String> ids;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (ids.isEmpty()) {
            throw failure("which mails? mail:rejected shows them");
        }
        List<String> refused = new ArrayList<>();
        for (String id : ids) {
            if (rooms.journal().ask(journal -> journal.readmit(id))) {
                out.println(
                        "Released " + Words.line(id) + "; journal:park " + Words.line(id) + " stops it on its way.");
            } else {
                refused.add("'" + id + "'");
            }
        }
        if (!refused.isEmpty()) {
            throw failure("no rejected mail " + String.join(", ", refused)
                    + " whose bytes are still there; mail:rejected shows them");
        }
    }
}
