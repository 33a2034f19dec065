package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.VaultViews;

/** {@code vault:jewels}. */
@Service
@Command(scope = "vault", name = "jewels", description = "Lists the crown jewels of the vault, or reads one")
public final class VaultJewels extends ListingCommand {

    private static final int MOST = 1_000;

    @Argument(name = "name", description = "The name of one, or a part of it", multiValued = true)
    @Completion(JewelCompleter.class)
    private List<String> names;

    @Option(name = "--of", description = "Of what instead: stream, sources, or induction (a version for a name)")
    private String of = "jewels";

    @Override
    protected void run(PrintStream out) throws Exception {
        String name = String.join(" ", names);
        if (name.isEmpty() && !of.equals("induction")) {
            print(out, VaultText.named(rooms.vaultViews().ask(list())), "There is none.");
            return;
        }
        Function<VaultViews, Passage> one = one(name);
        Passage passage = rooms.vaultViews().ask(one);
        if (json) {
            out.println(VaultText.passage(passage).json());
            return;
        }
        if (!noFormat) {
            out.println(VaultText.place(passage));
            out.println();
        }
        out.println(Words.block(passage.text()).stripTrailing());
    }

    private Function<VaultViews, List<Note>> list() throws CommandException {
        return switch (of) {
            case "jewels" -> VaultViews::crownJewels;
            case "stream" -> views -> views.stream(MOST);
            case "sources" -> VaultViews::sourceTexts;
            default -> throw unknown();
        };
    }

    private Function<VaultViews, Passage> one(String name) throws CommandException {
        return switch (of) {
            case "jewels" -> views -> views.crownJewel(name);
            case "stream" -> views -> views.streamEntry(name);
            case "sources" -> views -> views.sourceText(name);
            case "induction" -> views -> views.inductionPrompt(name);
            default -> throw unknown();
        };
    }

    private CommandException unknown() {
        return failure("--of must be jewels, stream, sources or induction, was '" + of + "'");
    }
}
