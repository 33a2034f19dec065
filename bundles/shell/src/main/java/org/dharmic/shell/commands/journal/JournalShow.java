package org.dharmic.shell.commands.journal;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.journal.Item;
import org.dharmic.journal.Transition;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.JournalText;
import org.dharmic.shell.text.Json;

/** {@code journal:show}. */
@Service
@Command(
        scope = "journal",
        name = "show",
        description = "Tells the whole story of a work item: every step, verdict, question, answer, receipt")
public final class JournalShow extends RoomCommand {

    @Argument(
            name = "id",
            description = "Id of the item, as journal:list shows it",
            required = true,
            multiValued = true)
    @Completion(ItemCompleter.class)
    private List<String> ids;

    @Option(name = "--json", description = "Everything as one JSON object")
    private boolean json;

    private record Story(Item item, List<Transition> steps) {}

    @Override
    protected void run(PrintStream out) throws Exception {
        String id = only(ids, "item");
        Optional<Story> found =
                rooms.journal().ask(journal -> journal.find(id).map(item -> new Story(item, journal.history(id))));
        Story story = found.orElseThrow(() -> failure("no item '" + id + "'; journal:list shows the latest"));
        out.println(
                json
                        ? Json.line(JournalText.json(story.item(), story.steps()))
                        : JournalText.show(story.item(), story.steps(), width()));
    }
}
