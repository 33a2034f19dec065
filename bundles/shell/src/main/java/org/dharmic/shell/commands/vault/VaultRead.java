package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.Passage;

/** {@code vault:read}. */
@Service
@Command(scope = "vault", name = "read", description = "Reads a note or lines of it")
public final class VaultRead extends ListingCommand {

    @Argument(
            name = "locator",
            description = "path, path#L12 or path#L12-L18, as vault:search shows it",
            required = true,
            multiValued = true)
    @Completion(NoteCompleter.class)
    private List<String> locators;

    @Override
    protected void run(PrintStream out) throws Exception {
        String locator = only(locators, "place");
        Passage passage = rooms.vault().ask(vault -> vault.read(locator));
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
}
