package org.dharmic.swap.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Plan;
import org.dharmic.swap.Request;
import org.dharmic.swap.Swaps;
import org.osgi.framework.Version;

/** Exchanges bundles in a map. */
final class FakeSwaps implements Swaps {

    private record Running(String version, String sha256, Path jar) {}

    private final Path store;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, Map<String, Running>> before = new LinkedHashMap<>();
    private final List<HistoryEntry> history = new ArrayList<>();

    final List<Request> requests = new ArrayList<>();
    final List<String> rollbacks = new ArrayList<>();

    /** Symbolic names whose new revision does not come up. */
    final List<String> sick = new ArrayList<>();

    Outcome.Result next = Outcome.Result.KEPT;
    String why = "refused by the test";
    RuntimeException failure;

    /** Stands for a kill in the middle of an exchange. */
    AssertionError death;

    int deaths;

    FakeSwaps(Path store) {
        this.store = store;
    }

    void runs(String name, String version) throws IOException {
        put(name, version, Jars.bundle(name, version));
    }

    private void put(String name, String version, byte[] content) throws IOException {
        Path jar = store.resolve(name + "-" + version + "-" + history.size() + ".jar");
        Files.write(jar, content);
        running.put(name, new Running(version, DroppedJar.sha256(jar), jar));
    }

    String version(String name) {
        return Optional.ofNullable(running.get(name)).map(Running::version).orElse("none");
    }

    Optional<Path> listedJar(String name) {
        return Optional.ofNullable(running.get(name)).map(Running::jar);
    }

    @Override
    public Plan plan(Request request) {
        List<Change> changes = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (Path file : request.jars()) {
            DroppedJar jar = read(file);
            Optional<String> from =
                    Optional.ofNullable(running.get(jar.symbolicName())).map(Running::version);
            if (from.isPresent()
                    && Version.parseVersion(jar.version()).compareTo(Version.parseVersion(from.get())) <= 0) {
                refusals.add(jar.version() + " is not newer than " + from.get());
            }
            changes.add(new Change(
                    jar.symbolicName(),
                    from,
                    Optional.of(jar.version()),
                    Optional.empty(),
                    Optional.empty(),
                    jar.sha256()));
        }
        for (String name : request.remove()) {
            changes.add(new Change(
                    name, Optional.of(version(name)), Optional.empty(), Optional.empty(), Optional.empty(), ""));
        }
        return new Plan(changes, List.of(), refusals, "");
    }

    @Override
    public Outcome carryOut(Request request) {
        if (death != null) {
            deaths++;
            throw death;
        }
        if (failure != null) {
            throw failure;
        }
        requests.add(request);
        Plan plan = plan(request);
        if (!plan.possible() || next == Outcome.Result.REFUSED) {
            List<String> reasons = plan.possible() ? List.of(why) : plan.refusals();
            return end(Outcome.Result.REFUSED, request.origin(), plan, "", reasons);
        }
        if (plan.changes().stream().anyMatch(change -> sick.contains(change.symbolicName()))) {
            return end(Outcome.Result.PUT_BACK, request.origin(), plan, "", List.of("it does not come up"));
        }
        Map<String, Running> old = new LinkedHashMap<>(running);
        request.jars().forEach(file -> {
            DroppedJar jar = read(file);
            try {
                put(jar.symbolicName(), jar.version(), Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        request.remove().forEach(running::remove);
        Outcome outcome = end(next, request.origin(), plan, "", List.of());
        before.put(outcome.id(), old);
        return outcome;
    }

    @Override
    public Outcome rollback(String symbolicName, boolean keepConfiguration, String origin) {
        rollbacks.add(symbolicName);
        for (int i = history.size() - 1; i >= 0; i--) {
            HistoryEntry entry = history.get(i);
            if (before.containsKey(entry.id())
                    && Standing.change(entry, symbolicName).isPresent()) {
                if (next == Outcome.Result.REFUSED) {
                    return end(next, origin, new Plan(List.of(), List.of(), List.of(), ""), "", List.of(why));
                }
                List<Change> changes = new ArrayList<>();
                Map<String, Running> old = before.remove(entry.id());
                for (Change change : entry.changes()) {
                    Running was = old.get(change.symbolicName());
                    changes.add(new Change(
                            change.symbolicName(),
                            change.to(),
                            change.from(),
                            Optional.empty(),
                            Optional.empty(),
                            was == null ? "" : was.sha256()));
                    if (was == null) {
                        running.remove(change.symbolicName());
                    } else {
                        running.put(change.symbolicName(), was);
                    }
                }
                Plan plan = new Plan(changes, List.of(), List.of(), "");
                return end(Outcome.Result.KEPT, origin, plan, entry.id(), List.of());
            }
        }
        throw new AssertionError("nothing to roll back for " + symbolicName);
    }

    private Outcome end(Outcome.Result result, String origin, Plan plan, String undoes, List<String> reasons) {
        String id = "h" + (history.size() + 1);
        history.add(new HistoryEntry(id, Instant.EPOCH, origin, result, plan.changes(), undoes, reasons, 1, 1));
        return new Outcome(result, id, plan, reasons, Duration.ZERO);
    }

    /** As if a person had done it with a command. */
    Outcome byCommand(Path jar) {
        return carryOut(new Request(Request.Kind.UPGRADE_OR_INSTALL, List.of(jar), List.of(), false, "command"));
    }

    @Override
    public List<HistoryEntry> history(int limit) {
        return List.copyOf(history);
    }

    @Override
    public Overview overview() {
        return new Overview(
                running.entrySet().stream()
                        .map(each -> new Overview.Row(
                                each.getKey(),
                                each.getValue().version(),
                                "active",
                                each.getValue().version(),
                                ""))
                        .toList(),
                List.of());
    }

    private static DroppedJar read(Path file) {
        try {
            return DroppedJar.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
