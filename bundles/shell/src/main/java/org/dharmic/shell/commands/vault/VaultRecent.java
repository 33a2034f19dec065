package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.vault.Note;

/** {@code vault:recent}. */
@Service
@Command(scope = "vault", name = "recent", description = "Lists the notes modified last, newest first")
public final class VaultRecent extends ListingCommand {

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many (1 to 1000)")
    private int limit = 20;

    @Option(name = "--stream", description = "Only entries of the stream")
    private boolean stream;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (limit < 1 || limit > 1_000) {
            throw failure("-n must be 1 to 1000, was " + limit);
        }
        List<Note> notes = stream
                ? rooms.vaultViews().ask(views -> views.stream(limit))
                : rooms.vault().ask(vault -> vault.recent(limit));
        print(out, VaultText.notes(notes), "There is no note.");
    }
}
