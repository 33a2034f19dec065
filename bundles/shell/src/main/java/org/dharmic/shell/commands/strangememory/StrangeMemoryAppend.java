package org.dharmic.shell.commands.strangememory;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.Json;
import org.dharmic.shell.text.Words;
import org.dharmic.strangememory.Layer;

/** {@code strange-memory:append}. */
@Service
@Command(
        scope = "strange-memory",
        name = "append",
        description = "Appends an entry to a layer; on disk when the command returns")
public final class StrangeMemoryAppend extends RoomCommand {

    @Argument(index = 0, name = "layer", description = "Name of the layer", required = true)
    @Completion(LayerCompleter.class)
    private String layer;

    @Argument(
            index = 1,
            name = "fields",
            description = "field=value, each quoted when it has blanks; a value in [] or {} is read as JSON",
            required = true,
            multiValued = true)
    @Completion(FieldCompleter.class)
    private List<String> fields;

    @Option(name = "--key", description = "Makes it idempotent: a key that was appended before is not appended again")
    private String key;

    @Override
    protected void run(PrintStream out) throws Exception {
        Layer wanted = Layer.of(layer);
        Map<String, Object> entry = new LinkedHashMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw failure(
                        "'" + field + "' is not field=value; " + wanted.fileName() + " needs " + wanted.required());
            }
            String value = field.substring(equals + 1);
            entry.put(field.substring(0, equals), Json.read(value).orElse(value));
        }
        // A key of our own: the call may be repeated when the memory is exchanged under it.
        String used = key == null ? "console-" + UUID.randomUUID() : key;
        boolean fresh = rooms.strangeMemory().ask(memory -> memory.append(wanted, used, entry));
        out.println(
                fresh
                        ? "Appended to " + wanted.fileName() + "."
                        : "Not appended: the key '" + Words.line(used) + "' is in " + wanted.fileName() + " already.");
    }
}
