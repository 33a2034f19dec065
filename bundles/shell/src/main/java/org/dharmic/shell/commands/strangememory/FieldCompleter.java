package org.dharmic.shell.commands.strangememory;

import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.strangememory.Layer;

/** The fields that the layer named before needs, each with its equals sign. */
@Service
public final class FieldCompleter implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> words = Arrays.asList(line.getArguments());
        List<String> fields = Arrays.stream(Layer.values())
                .filter(layer -> words.contains(layer.fileName()))
                .findFirst()
                .map(layer ->
                        layer.required().stream().map(field -> field + "=").toList())
                .orElse(List.of());
        return new StringsCompleter(fields).complete(session, line, candidates);
    }
}
