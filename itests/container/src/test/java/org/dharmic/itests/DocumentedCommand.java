package org.dharmic.itests;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of docs/commands.md.
 *
 * @param takes arguments and options
 * @param forScripts whether it knows --json and --no-format
 */
record DocumentedCommand(String name, String takes, String does, boolean forScripts) {

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z-]+:[a-z-]+)` \\| (?:`([^`]*)`)? *\\| ([^|]+) \\| ([^|]*)\\|");

    static List<DocumentedCommand> all() throws IOException {
        try (InputStream page = DocumentedCommand.class.getResourceAsStream("/commands.md")) {
            Matcher row = ROW.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            List<DocumentedCommand> commands = new ArrayList<>();
            while (row.find()) {
                commands.add(new DocumentedCommand(
                        row.group(1),
                        row.group(2) == null ? "" : row.group(2),
                        row.group(3).strip(),
                        row.group(4).strip().equals("yes")));
            }
            assertTrue("rows in docs/commands.md: " + commands.size(), commands.size() > 20);
            return commands;
        }
    }

    boolean needsArguments() {
        return takes.startsWith("<");
    }
}
