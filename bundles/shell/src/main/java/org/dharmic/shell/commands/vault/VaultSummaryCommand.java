package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.VaultSummary;
import org.dharmic.vault.VaultViews;

/** {@code vault:summary}. */
@Service
@Command(
        scope = "vault",
        name = "summary",
        description = "Counts what is in the vault and names a few notes of each part")
public final class VaultSummaryCommand extends ListingCommand {

    @Option(name = "--lineage", description = "Show what the owner wrote about where the vault comes from instead")
    private boolean lineage;

    @Override
    protected void run(PrintStream out) {
        if (lineage) {
            String text = rooms.vaultViews().ask(VaultViews::lineage);
            if (json) {
                printJson(out, Map.of("lineage", text));
            } else {
                out.println(
                        text.isBlank()
                                ? "view.lineage.file names none."
                                : Words.block(text).stripTrailing());
            }
            return;
        }
        VaultSummary summary = rooms.vaultViews().ask(VaultViews::summary);
        if (json) {
            printJson(out, VaultText.summaryDocument(summary));
            return;
        }
        if (forPeople()) {
            // Without an index nobody has counted the passages.
            out.println(summary.notes() + " notes"
                    + (summary.passages() > 0 ? ", " + summary.passages() + " passages" : ""));
            out.println();
        }
        print(out, VaultText.shelves(summary), "No folder with a meaning of its own is configured.");
    }
}
