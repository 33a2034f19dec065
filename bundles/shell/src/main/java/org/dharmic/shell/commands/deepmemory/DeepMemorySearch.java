package org.dharmic.shell.commands.deepmemory;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.deepmemory.Fact;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.DeepMemoryText;
import org.dharmic.shell.text.Words;

/** {@code deep-memory:search}. */
@Service
@Command(scope = "deep-memory", name = "search", description = "Finds facts for words or a question, best first")
public final class DeepMemorySearch extends ListingCommand {

    @Argument(name = "words", description = "Words, or a question", required = true, multiValued = true)
    private List<String> words;

    @Option(name = "-n", aliases = "--limit", description = "Show at most this many")
    private int limit = 10;

    @Override
    protected void run(PrintStream out) {
        String query = String.join(" ", words);
        List<Fact> facts = rooms.deepMemory().ask(memory -> memory.search(query, limit));
        print(out, DeepMemoryText.facts(facts), "No fact for '" + Words.line(query) + "'.");
    }
}
