package org.dharmic.shell.commands.vitals;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.metrics.Metrics;
import org.dharmic.metrics.Reading;
import org.dharmic.shell.console.ListingCommand;
import org.dharmic.shell.text.MetricsText;
import org.dharmic.shell.text.Words;

/** {@code metrics:show}. */
@Service
@Command(scope = "metrics", name = "show", description = "Shows measurements, and what the process uses")
public final class MetricsShow extends ListingCommand {

    @Argument(
            name = "prefix",
            description = "Only meters whose name begins like this",
            required = false,
            multiValued = true)
    @Completion(MeterCompleter.class)
    private List<String> prefixes;

    @Option(name = "--prometheus", description = "Everything in the Prometheus text format")
    private boolean prometheus;

    @Override
    protected void run(PrintStream out) throws Exception {
        String prefix = prefixes.isEmpty() ? "" : only(prefixes, "prefix");
        if (prometheus) {
            out.println(rooms.metrics().ask(Metrics::prometheus).stripTrailing());
            return;
        }
        List<Reading> readings = rooms.metrics().ask(Metrics::readings).stream()
                .filter(reading -> reading.name().startsWith(prefix))
                .sorted(Comparator.comparing(Reading::name)
                        .thenComparing(reading -> reading.tags().toString()))
                .toList();
        print(out, MetricsText.readings(readings), "No measurement begins with '" + Words.line(prefix) + "'.");
        if (prefix.isEmpty() && forPeople()) {
            out.println();
            print(out, MetricsText.resources(rooms.metrics().ask(Metrics::resources)));
        }
    }
}
