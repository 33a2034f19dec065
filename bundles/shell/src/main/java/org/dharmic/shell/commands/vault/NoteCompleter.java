package org.dharmic.shell.commands.vault;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.shell.Rooms;
import org.dharmic.vault.Note;

/** Paths of notes. At most 500 are looked at: below the folder typed so far, so that a large vault completes too. */
@Service
public final class NoteCompleter implements Completer {

    @Reference
    private Rooms rooms;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        String typed = line.getCursorArgument() == null ? "" : line.getCursorArgument();
        String folder = typed.contains("/") ? typed.substring(0, typed.lastIndexOf('/')) : "";
        return new StringsCompleter(
                        rooms.vault()
                                .now()
                                .map(vault -> vault.list(folder, 500).stream()
                                        .map(Note::path)
                                        .toList())
                                .orElse(List.of()),
                        true)
                .complete(session, line, candidates);
    }
}
