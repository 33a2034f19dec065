package org.dharmic.swap.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Overview;
import org.dharmic.swap.jar.BundleManifest;
import org.dharmic.swap.list.History;

/** What runs, against what the start list says. Reads the jars of our own lines once; their content never changes. */
final class Comparison {

    private final Container container;
    private final Lines lines;
    private final History history;
    private Object seen = "";
    private Overview last = new Overview(List.of(), List.of());

    Comparison(Container container, Lines lines, History history) {
        this.container = container;
        this.lines = lines;
        this.history = history;
    }

    /** As before unless the list, a bundle's content, or its state has changed. */
    synchronized Overview overview() throws StartFailure {
        StartList list = lines.read().parsed();
        List<Running> bundles = container.bundles();
        List<Object> now = List.of(list.sha256(), bundles);
        if (!now.equals(seen)) {
            last = compare(list, bundles);
            seen = now;
        }
        return last;
    }

    private Overview compare(StartList list, List<Running> bundles) {
        Map<String, String> since = since();
        List<Overview.Row> rows = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        Set<String> found = new HashSet<>();
        for (Running bundle : bundles) {
            Optional<StartList.Line> line = lines.of(bundle, list);
            line.ifPresent(each -> found.add(each.artifact()));
            boolean ours = bundle.house().isPresent();
            String listed = line.map(each -> listed(bundle, each, ours)).orElse("");
            if (ours
                    || line.isEmpty()
                    || line.get().artifact().startsWith("local:")
                    || since.containsKey(bundle.symbolicName())) {
                rows.add(new Overview.Row(
                        bundle.symbolicName(),
                        bundle.version().toString(),
                        bundle.state(),
                        listed,
                        since.getOrDefault(bundle.symbolicName(), "")));
            }
            if (line.isEmpty()) {
                differences.add(bundle.symbolicName() + " " + bundle.version()
                        + " is not on the start list and goes with the bundle cache; swap:install "
                        + bundle.symbolicName() + " puts it there");
            } else if (!listed.equals(bundle.version().toString())) {
                differences.add(bundle.symbolicName() + " " + bundle.version() + " runs, the start list names "
                        + line.get().location() + ", which is what the next start without a cache runs");
            }
        }
        for (StartList.Line line : list.lines()) {
            if (!found.contains(line.artifact())) {
                differences.add(line.location() + " is on the start list and has no bundle");
            }
        }
        rows.sort(Comparator.comparing(Overview.Row::symbolicName));
        return new Overview(rows, differences);
    }

    /** Of others' bundles the jar is only read when the location does not vouch for the version. */
    private String listed(Running bundle, StartList.Line line, boolean ours) {
        return !ours && bundle.location().equals(line.location())
                ? bundle.version().toString()
                : lines.manifest(line)
                        .map(BundleManifest::version)
                        .map(Object::toString)
                        .orElse("?");
    }

    private Map<String, String> since() {
        Map<String, String> since = new HashMap<>();
        for (HistoryEntry entry : history.latest(Integer.MAX_VALUE)) {
            if (History.inForce(entry)) {
                for (Change change : entry.changes()) {
                    since.put(change.symbolicName(), entry.id());
                }
            }
        }
        return since;
    }
}
