package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.vault.VaultProblem;

/** {@code vault:status}. */
@Service
@Command(
        scope = "vault",
        name = "status",
        description = "Shows how far the index of the vault is, and what its cache has saved")
public final class VaultStatus extends ListingCommand {

    @Option(name = "--problems", description = "List what was left out of the index, and why")
    private boolean problems;

    @Option(name = "-n", aliases = "--limit", description = "Of --problems show at most this many (1 to 10000)")
    private int limit = 100;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (!problems) {
            print(out, rooms.vaultIndex().ask(index -> VaultText.index(index.state(), index.cache())));
            return;
        }
        if (limit < 1 || limit > 10_000) {
            throw failure("-n must be 1 to 10000, was " + limit);
        }
        List<VaultProblem> found = rooms.vaultIndex().ask(index -> index.problems(limit));
        print(out, VaultText.problems(found), "Nothing was left out.");
        long all = rooms.vaultIndex().ask(index -> index.state().problems());
        if (forPeople() && all > found.size()) {
            out.println("The first " + found.size() + " of " + all + "; -n shows more.");
        }
    }
}
