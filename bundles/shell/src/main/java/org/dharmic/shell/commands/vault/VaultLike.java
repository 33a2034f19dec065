package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.SearchResult;

/** {@code vault:like}. */
@Service
@Command(scope = "vault", name = "like", description = "Finds notes about what a note or passage is about, best first")
public final class VaultLike extends ListingCommand {

    @Argument(
            name = "locator",
            description = "path, path#L12 or path#L12-L18, as vault:search shows it",
            required = true,
            multiValued = true)
    @Completion(NoteCompleter.class)
    private List<String> locators;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many notes (1 to 1000)")
    private int limit = 10;

    @Option(name = "--scope", description = "Only this vault scope")
    private String scope = "all";

    @Override
    protected void run(PrintStream out) throws Exception {
        String locator = only(locators, "place");
        if (limit < 1 || limit > 1_000) {
            throw failure("-n must be 1 to 1000, was " + limit);
        }
        SearchResult result = rooms.vaultIndex().ask(index -> index.like(locator, scope, limit));
        print(out, VaultText.hits(result.hits()), "Nothing like it. " + Words.line(result.note()));
    }
}
