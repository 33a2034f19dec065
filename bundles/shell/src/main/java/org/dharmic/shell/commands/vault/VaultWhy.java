package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.Query;
import org.dharmic.vault.Why;

/** {@code vault:why}. */
@Service
@Command(scope = "vault", name = "why", description = "Explains the score that a search gives a note")
public final class VaultWhy extends ListingCommand {

    @Argument(
            name = "path and words",
            description = "The note, then the words of the search",
            required = true,
            multiValued = true)
    @Completion(NoteCompleter.class)
    private List<String> given;

    @Option(name = "--scope", description = "Only this vault scope")
    private String scope = "all";

    @Override
    protected void run(PrintStream out) throws Exception {
        if (given.size() < 2) {
            throw failure("a note and words are needed: vault:why <path> <words…>");
        }
        String path = given.get(0);
        Query query = new Query(String.join(" ", given.subList(1, given.size())), scope, 0, 1, Duration.ofSeconds(2));
        Why why = rooms.vaultIndex().ask(index -> index.why(query, path));
        if (json) {
            printJson(out, VaultText.why(why));
            return;
        }
        if (forPeople() && why.hit().isPresent()) {
            out.println(Words.line(why.hit().get().citation()) + ", score "
                    + Words.cell(why.hit().get().score()));
            out.println();
        }
        print(out, VaultText.parts(why), "This search does not find it.");
    }
}
