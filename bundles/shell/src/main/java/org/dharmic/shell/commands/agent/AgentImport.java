package org.dharmic.shell.commands.agent;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.dharmic.platform.Importer;
import org.dharmic.shell.console.Folders;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.Words;

/** {@code agent:import}. */
@Service
@Command(
        scope = "agent",
        name = "import",
        description = "Takes over the files of an earlier program below a folder; running it twice takes nothing twice")
public final class AgentImport extends RoomCommand {

    @Argument(name = "folder", description = "The folder to look in", required = true, multiValued = true)
    @Completion(FileCompleter.class)
    private List<String> folders;

    @Override
    protected void run(PrintStream out) throws Exception {
        String folder = only(folders, "folder");
        Path path = Folders.resolve(session, folder);
        if (!Files.isDirectory(path)) {
            throw failure(path + " is not a folder");
        }
        List<String> failed = new ArrayList<>();
        for (Importer importer : rooms.importers().all().stream()
                .sorted(Comparator.comparing(Importer::name))
                .toList()) {
            try {
                List<String> lines = importer.importFrom(path);
                if (lines.isEmpty()) {
                    out.println(importer.name() + ": nothing found");
                }
                lines.forEach(line -> out.println(importer.name() + ": " + Words.line(line)));
            } catch (Exception e) {
                // The other houses' data is taken over all the same.
                failed.add(importer.name() + ": " + e.getMessage());
            }
        }
        if (!failed.isEmpty()) {
            throw failure(String.join("; ", failed) + "; what was taken over stays, run it again after mending");
        }
    }
}
