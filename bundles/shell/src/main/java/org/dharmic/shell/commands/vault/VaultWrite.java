package org.dharmic.shell.commands.vault;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.dharmic.shell.console.Folders;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.VaultText;
import org.dharmic.shell.text.Words;
import org.dharmic.vault.Draft;
import org.dharmic.vault.Written;

/** {@code vault:write}. */
@Service
@Command(
        scope = "vault",
        name = "write",
        description = "Writes a new note, where the configuration allows it; never changes one that exists")
public final class VaultWrite extends ListingCommand {

    /** No note is longer: what a person did not mean to give is not read into memory. */
    private static final long MOST_BYTES = 5_000_000;

    @Argument(
            name = "folder/name and text",
            description = "Where to, then the text; the text may come from --file instead",
            required = true,
            multiValued = true)
    private List<String> given;

    @Option(name = "--file", description = "The file whose text it is, in UTF-8")
    @Completion(FileCompleter.class)
    private String file;

    @Option(name = "--consent", description = "You agree to this note")
    private boolean consent;

    @Option(name = "--critique", description = "What speaks against it")
    private String critique = "";

    @Option(name = "--force", description = "Also when it was not read first, has no critique, or is short")
    private boolean force;

    @Override
    protected void run(PrintStream out) throws Exception {
        String place = given.isEmpty() ? "" : given.get(0);
        int slash = place.lastIndexOf('/');
        if (slash < 1 || slash == place.length() - 1) {
            throw failure("where to? vault:write <folder>/<name>, was '" + place + "'");
        }
        Draft draft = new Draft(
                place.substring(0, slash), place.substring(slash + 1), text(), consent, critique, force, "console");
        Written written = rooms.vaultWriter().ask(writer -> writer.write(draft));
        if (written.path().isEmpty()) {
            throw failure("not written: " + String.join("; ", written.reasons()));
        }
        if (!forPeople()) {
            print(out, VaultText.written(written));
            return;
        }
        out.println("Written to " + Words.line(written.path().get()) + ".");
        written.warnings().forEach(warning -> out.println("Warning: " + Words.line(warning)));
    }

    private String text() throws Exception {
        String words = String.join(" ", given.subList(1, given.size()));
        if (file == null) {
            return words;
        }
        if (!words.isEmpty()) {
            throw failure("the text stands behind the name or in --file, not both");
        }
        Path path = Folders.resolve(session, file);
        if (!Files.isRegularFile(path) || Files.size(path) > MOST_BYTES) {
            throw failure(path + " is no file of at most " + MOST_BYTES + " bytes");
        }
        return Files.readString(path);
    }
}
