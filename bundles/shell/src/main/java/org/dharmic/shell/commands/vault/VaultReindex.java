package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.RoomCommand;

/** {@code vault:reindex}. */
@Service
@Command(
        scope = "vault",
        name = "reindex",
        description = "Builds the index anew beside the one in use, which answers until then")
public final class VaultReindex extends RoomCommand {

    @Override
    protected void run(PrintStream out) {
        rooms.vaultIndex().ask(index -> {
            index.reindex();
            return index;
        });
        out.println("The index is being built beside the one in use; vault:status tells how far it is.");
    }
}
