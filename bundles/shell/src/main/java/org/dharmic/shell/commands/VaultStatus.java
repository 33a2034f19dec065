package org.dharmic.shell.commands;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.text.RoomText;
import org.dharmic.vault.VaultIndex;

/** {@code vault:status}. */
@Service
@Command(scope = "vault", name = "status", description = "Shows how far the index of the vault is")
public final class VaultStatus extends ListingCommand {

    @Override
    protected void run(PrintStream out) {
        print(out, RoomText.index(rooms.vaultIndex().ask(VaultIndex::state)));
    }
}
