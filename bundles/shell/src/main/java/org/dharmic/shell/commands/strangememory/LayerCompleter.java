package org.dharmic.shell.commands.strangememory;

import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.dharmic.strangememory.Layer;

/** Names of the layers. */
@Service
public final class LayerCompleter implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        Arrays.stream(Layer.values()).map(Layer::fileName).toList())
                .complete(session, line, candidates);
    }
}
