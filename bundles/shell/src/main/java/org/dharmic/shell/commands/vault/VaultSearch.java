package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.dharmic.shell.console.Folders;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;

/** {@code vault:search}. */
@Service
@Command(scope = "vault", name = "search", description = "Searches the vault, best passage first")
public final class VaultSearch extends ListingCommand {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @Argument(name = "words", description = "Words, or a question", multiValued = true)
    private List<String> words;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many passages (1 to 1000)")
    private int limit = 10;

    @Option(name = "--offset", description = "Skip this many")
    private int offset;

    @Option(name = "--scope", description = "Only this vault scope")
    private String scope = "all";

    @Option(name = "--count", description = "Show only how many notes match")
    private boolean count;

    @Option(
            name = "--facets",
            description = "Show in which topmost folders the notes are that match, at most this many")
    private int facets;

    @Option(name = "--batch", description = "A file of queries, each line {\"id\": …, \"query\": \"…\"}; needs --out")
    @Completion(FileCompleter.class)
    private String batch;

    @Option(
            name = "--out",
            description = "Where --batch writes, for each query a line {\"id\": …, \"ranked\": [paths]}")
    @Completion(FileCompleter.class)
    private String out;

    @Override
    protected void run(PrintStream console) throws Exception {
        if (batch != null || out != null) {
            runBatch(console);
            return;
        }
        if (words.isEmpty()) {
            throw failure("what is to be looked for? vault:search <words…>, or --batch with --out");
        }
        Query query = query(String.join(" ", words), count ? 1 : limit);
        if (facets != 0) {
            printFacets(console, query);
            return;
        }
        SearchResult result = rooms.vaultIndex().ask(index -> index.search(query));
        String note = result.note().isBlank() ? "" : Words.line(result.note());
        if (count) {
            printCount(console, result.total(), note);
            return;
        }
        print(console, VaultText.hits(result.hits()), note.isEmpty() ? "Nothing found." : "Nothing found: " + note);
        if (forPeople() && !result.hits().isEmpty()) {
            long next = (long) offset + result.hits().size();
            console.println();
            console.println(result.hits().size() + " passage(s) shown, " + result.total() + " note(s) match"
                    + (next < result.total() ? ", more with --offset " + next : "")
                    + (note.isEmpty() ? "." : "; " + note));
        }
    }

    private Query query(String text, int most) {
        return new Query(text, scope, offset, most, DEADLINE);
    }

    private void printCount(PrintStream console, long total, String note) {
        if (json) {
            printJson(console, Map.of("total", total, "note", note));
        } else {
            console.println(
                    noFormat ? total + "\t" + note : total + " note(s) match" + (note.isEmpty() ? "." : "; " + note));
        }
    }

    private void printFacets(PrintStream console, Query query) throws Exception {
        if (facets < 1 || facets > 1_000) {
            throw failure("--facets must be 1 to 1000, was " + facets);
        }
        List<FolderCount> folders = rooms.vaultIndex().ask(index -> index.facets(query, facets));
        print(console, VaultText.folders(folders), "Nothing found.");
    }

    private void runBatch(PrintStream console) throws Exception {
        if (batch == null || out == null || !words.isEmpty()) {
            throw failure("--batch FILE and --out FILE belong together, and no words with them");
        }
        BatchFile file = new BatchFile(Folders.resolve(session, batch), Folders.resolve(session, out));
        long start = System.nanoTime();
        int answered = file.answer(text -> {
            Query query = query(text, limit);
            return rooms.vaultIndex().ask(index -> index.search(query)).hits();
        });
        if (forPeople()) {
            console.println(answered + " queries answered in "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms, written to " + file.out());
        }
    }
}
