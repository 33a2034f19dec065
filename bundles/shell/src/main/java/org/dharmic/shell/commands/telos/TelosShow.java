package org.dharmic.shell.commands.telos;

import java.io.PrintStream;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.Card;
import org.dharmic.shell.text.TelosText;
import org.dharmic.shell.text.Words;
import org.dharmic.telos.Orientation;
import org.dharmic.telos.Telos;

/** {@code telos:show}. */
@Service
@Command(
        scope = "telos",
        name = "show",
        description = "Shows the orientation: the ultimate aim, the proximate aims and why they are as they are")
public final class TelosShow extends ListingCommand {

    @Option(name = "--history", description = "All changes instead, oldest first")
    private boolean history;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (history) {
            print(out, TelosText.history(rooms.telos().ask(Telos::history)), "No change is recorded.");
            return;
        }
        Optional<Orientation> current = rooms.telos().ask(Telos::current);
        Optional<String> problem = rooms.telos().ask(Telos::problem);
        if (current.isEmpty()) {
            throw failure(problem.orElse("there is no telos"));
        }
        if (json) {
            printJson(out, TelosText.telosJson(current.get(), problem));
        } else if (noFormat) {
            out.println(new Card(TelosText.telosJson(current.get(), problem)).tabs());
        } else {
            out.println(TelosText.telos(current.get()));
            problem.ifPresent(what -> out.println("\nProblem: " + Words.line(what)));
        }
    }
}
