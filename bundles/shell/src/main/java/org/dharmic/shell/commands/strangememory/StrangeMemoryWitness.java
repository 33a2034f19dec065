package org.dharmic.shell.commands.strangememory;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.StrangeMemoryText;
import org.dharmic.strangememory.WitnessStatus;

/** {@code strange-memory:witness}. */
@Service
@Command(
        scope = "strange-memory",
        name = "witness",
        description = "Shows how steadily what happened was met in the last 24 hours")
public final class StrangeMemoryWitness extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        Optional<WitnessStatus> status = rooms.strangeMemory().ask(memory -> memory.witness(Instant.now()));
        if (status.isPresent()) {
            print(out, StrangeMemoryText.witness(status.get()));
        } else if (forPeople()) {
            out.println("Fewer than 3 witness entries in the last 24 hours: nothing to say yet.");
        }
    }
}
