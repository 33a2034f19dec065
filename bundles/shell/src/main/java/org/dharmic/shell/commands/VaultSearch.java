package org.dharmic.shell.commands;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.text.RoomText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;

/** {@code vault:search}. */
@Service
@Command(scope = "vault", name = "search", description = "Searches the vault, best passage first")
public final class VaultSearch extends ListingCommand {

    @Argument(name = "words", description = "Words, or a question", required = true, multiValued = true)
    private List<String> words;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many passages (1 to 1000)")
    private int limit = 10;

    @Option(name = "--offset", description = "Skip this many")
    private int offset;

    @Option(name = "--scope", description = "Only this vault scope")
    private String scope = "all";

    @Override
    protected void run(PrintStream out) {
        Query query = new Query(String.join(" ", words), scope, offset, limit, Duration.ofSeconds(2));
        SearchResult result = rooms.vaultIndex().ask(index -> index.search(query));
        String note = result.note().isBlank() ? "" : Words.line(result.note());
        print(out, RoomText.hits(result.hits()), note.isEmpty() ? "Nothing found." : "Nothing found: " + note);
        if (forPeople() && !result.hits().isEmpty()) {
            out.println();
            out.println(result.hits().size() + " passage(s) shown, " + result.total() + " note(s) match"
                    + (note.isEmpty() ? "." : "; " + note));
        }
    }
}
