package org.dharmic.shell.commands.vault;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.shell.Rooms;
import org.dharmic.shell.text.VaultText;
import org.dharmic.vault.VaultException;

/** Names of crown jewels. */
@Service
public final class JewelCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(names()).complete(session, line, candidates);
    }

    private List<String> names() {
        try {
            return rooms.vaultViews()
                    .now()
                    .map(views -> views.crownJewels().stream()
                            .map(note -> VaultText.name(note.path()))
                            .toList())
                    .orElse(List.of());
        } catch (VaultException e) {
            // The command says it; while a word is completed nobody reads messages.
            return List.of();
        }
    }
}
