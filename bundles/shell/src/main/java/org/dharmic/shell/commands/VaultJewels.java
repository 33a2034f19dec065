package org.dharmic.shell.commands;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.text.RoomText;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.Passage;
import org.dharmic.vault.VaultViews;

/** {@code vault:jewels}. */
@Service
@Command(scope = "vault", name = "jewels", description = "Lists the crown jewels of the vault, or reads one")
public final class VaultJewels extends ListingCommand {

    @Argument(name = "name", description = "The name of one, or a part of it", multiValued = true)
    @Completion(JewelCompleter.class)
    private List<String> names;

    @Override
    protected void run(PrintStream out) {
        if (names.isEmpty()) {
            print(out, VaultText.named(rooms.vaultViews().ask(VaultViews::crownJewels)), "There is no crown jewel.");
            return;
        }
        String name = String.join(" ", names);
        Passage jewel = rooms.vaultViews().ask(views -> views.crownJewel(name));
        if (json) {
            out.println(RoomText.passage(jewel).json());
            return;
        }
        if (!noFormat) {
            out.println(RoomText.place(jewel));
            out.println();
        }
        out.println(Words.block(jewel.text()).stripTrailing());
    }
}
