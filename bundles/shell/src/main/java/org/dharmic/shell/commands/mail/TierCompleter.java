package org.dharmic.shell.commands.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.mail.Tier;

/** Names of the tiers, in lower case. */
@Service
public final class TierCompleter implements Completer {

    private static final List<String> NAMES = Arrays.stream(Tier.values())
            .map(tier -> tier.name().toLowerCase(Locale.ROOT))
            .toList();

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(NAMES).complete(session, line, candidates);
    }

    /** The tier of this name, in any case. */
    static Tier parse(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        if (!NAMES.contains(wanted)) {
            throw new IllegalArgumentException("no tier '" + name + "', expected one of " + String.join(", ", NAMES));
        }
        return Tier.valueOf(wanted.toUpperCase(Locale.ROOT));
    }
}
