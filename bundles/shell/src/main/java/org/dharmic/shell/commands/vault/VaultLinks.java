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
import org.dharmic.vault.Links;

/** {@code vault:links}. */
@Service
@Command(scope = "vault", name = "links", description = "Shows where a note leads and which notes lead to it")
public final class VaultLinks extends ListingCommand {

    @Argument(name = "path", description = "The note", required = true, multiValued = true)
    @Completion(NoteCompleter.class)
    private List<String> paths;

    @Option(name = "--scope", description = "Only this vault scope")
    private String scope = "all";

    @Override
    protected void run(PrintStream out) throws Exception {
        String path = only(paths, "note");
        Links links = rooms.vaultIndex().ask(index -> index.links(path, scope));
        print(out, VaultText.links(links), "No links from it, and none to it.");
    }
}
