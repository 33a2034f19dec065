package org.dharmic.shell.commands.journal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.journal.Stage;

/** Names of the stages, in lower case. */
@Service
public final class StageCompleter implements Completer {

    private static final List<String> NAMES = Arrays.stream(Stage.values())
            .map(stage -> stage.name().toLowerCase(Locale.ROOT))
            .toList();

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(NAMES).complete(session, line, candidates);
    }

    /** The stages of these names in any case; null and empty mean none in particular. */
    static Set<Stage> parse(List<String> names) {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        if (names != null) {
            for (String name : names) {
                String wanted = name.strip().toLowerCase(Locale.ROOT);
                if (!NAMES.contains(wanted)) {
                    throw new IllegalArgumentException(
                            "no stage '" + name + "', expected one of " + String.join(", ", NAMES));
                }
                stages.add(Stage.valueOf(wanted.toUpperCase(Locale.ROOT)));
            }
        }
        return stages;
    }
}
