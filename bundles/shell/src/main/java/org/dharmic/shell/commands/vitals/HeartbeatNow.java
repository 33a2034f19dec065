package org.dharmic.shell.commands.vitals;

import java.io.PrintStream;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.HeartbeatText;

/** {@code heartbeat:now}. */
@Service
@Command(scope = "heartbeat", name = "now", description = "Looks at everything now and shows every check")
public final class HeartbeatNow extends ListingCommand {

    @Option(name = "--last", description = "Show the latest regular look instead of making one")
    private boolean last;

    @Override
    protected void run(PrintStream out) throws Exception {
        Optional<Beat> looked = last
                ? rooms.heartbeat().ask(Heartbeat::last)
                : Optional.of(rooms.heartbeat().ask(Heartbeat::now));
        Beat beat = looked.orElseThrow(() -> failure("there was no regular look yet; without --last one is made"));
        print(out, HeartbeatText.checks(beat), "There are no checks.");
        if (forPeople()) {
            out.println();
            out.println(HeartbeatText.beat(beat));
        }
    }
}
