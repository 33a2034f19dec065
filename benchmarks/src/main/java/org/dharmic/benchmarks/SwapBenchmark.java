package org.dharmic.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.dharmic.itests.support.Balance;
import org.dharmic.itests.support.Breakage;
import org.dharmic.itests.support.ConfigStorm;
import org.dharmic.itests.support.ContractSwap;
import org.dharmic.itests.support.Instance;
import org.dharmic.itests.support.KillDuringSwap;
import org.dharmic.itests.support.LeakRun;
import org.dharmic.itests.support.Mailboxes;
import org.dharmic.itests.support.Percentiles;
import org.dharmic.itests.support.Probe;
import org.dharmic.itests.support.Residue;
import org.dharmic.itests.support.Room;
import org.dharmic.itests.support.SearchDuringSwap;
import org.dharmic.itests.support.SwapUnderMail;
import org.dharmic.itests.support.Swapper;
import org.dharmic.itests.support.Tail;

/** Rooms are exchanged in a real container while mail comes in. */
final class SwapBenchmark implements Benchmark {

    /** Half a minute: before, compiling takes as much time as answering. */
    private static final int WARM_UP = 600;

    /** A component that waits for what nobody offers is given the whole time for verifying; --unsatisfied measures that. */
    private static final List<Breakage> QUICKLY_SEEN = List.of(Breakage.FAILS_ACTIVATION, Breakage.MISSING_CLASS);

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String description() {
        return "rooms are exchanged in a running container: --balance [--rounds 10] [--interval-seconds 5] [--rate 20]"
                + " [--steady-seconds 60] [--unsatisfied] | --search [--rate 200] [--rounds 10] | --kill 100 [--seed 1]"
                + " | --config [--changes 500] [--seed 1] | --leaks [--rounds 50] | --api | with [--rooms a,b] [--keep]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        Path folder = Files.createTempDirectory("dharmic-bench-swap-");
        try {
            Map<String, Object> line = measure(folder, arguments);
            line.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            return line;
        } finally {
            if (!arguments.contains("--keep")) {
                Subject.deleteTree(folder);
            }
        }
    }

    private static Map<String, Object> measure(Path folder, List<String> arguments) throws Exception {
        if (arguments.contains("--kill")) {
            return kill(folder, arguments);
        }
        if (arguments.contains("--api")) {
            return contracts(folder);
        }
        if (Stream.of("--search", "--config", "--leaks").noneMatch(arguments::contains)) {
            return balance(folder, arguments);
        }
        try (Instance instance = Instance.withSandbox(home(), folder.resolve("instance"))) {
            Probe probe = Probe.in(instance);
            instance.start();
            Path jars = folder.resolve("jars");
            if (arguments.contains("--search")) {
                return search(instance, probe, jars, arguments);
            }
            if (arguments.contains("--config")) {
                return config(instance, arguments);
            }
            return leaks(instance, probe, jars, arguments);
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("dharmic.home"));
    }

    private static void progress(String line) {
        System.err.println(line);
    }

    private static List<Room> rooms(List<String> arguments) {
        int at = arguments.indexOf("--rooms");
        return at < 0
                ? Room.ALL
                : List.of(arguments.get(at + 1).split(",")).stream()
                        .map(Room::of)
                        .toList();
    }

    // ---- balance

    /** The mail server is not that of the sandbox: it cuts its client off now and then, and shares the container's heap. */
    private static Map<String, Object> balance(Path folder, List<String> arguments) throws Exception {
        SwapUnderMail.Plan plan = new SwapUnderMail.Plan(
                rooms(arguments),
                Arguments.number(arguments, "--rounds", 10),
                arguments.contains("--unsatisfied") ? List.of(Breakage.UNSATISFIED) : QUICKLY_SEEN,
                Duration.ofSeconds(Arguments.number(arguments, "--interval-seconds", 5)),
                WARM_UP,
                Duration.ofSeconds(Arguments.number(arguments, "--steady-seconds", 60)),
                Arguments.number(arguments, "--rate", 20));
        try (Mailboxes mail = new Mailboxes();
                Instance instance = Instance.withSandbox(home(), folder.resolve("instance"))) {
            mail.moveInto(instance);
            Probe probe = Probe.in(instance);
            instance.start();
            return figures(
                    plan,
                    new SwapUnderMail(instance, probe, mail, folder.resolve("jars"), SwapBenchmark::progress)
                            .run(plan));
        }
    }

    private static Map<String, Object> figures(SwapUnderMail.Plan plan, SwapUnderMail.Result result) {
        Balance balance = result.balance();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", "balance");
        line.put("rate_per_s", plan.perSecond());
        put(line, balance);
        line.put("upgrades", result.attempts().size());
        for (var end : Swapper.End.values()) {
            line.put(
                    end.name().toLowerCase(Locale.ROOT),
                    result.attempts().stream().filter(a -> a.end() == end).count());
        }
        line.put("unexpected", result.unexpected().size());
        line.put(
                "others_touched",
                result.attempts().stream()
                        .mapToInt(attempt -> attempt.touched().size())
                        .sum());
        line.put("steady_p50_ms", result.steady().p50());
        line.put("steady_p99_ms", result.steady().p99());
        line.put("swapping_p50_ms", result.swapping().p50());
        line.put("swapping_p99_ms", result.swapping().p99());
        line.put(
                "p99_ratio",
                Math.round(result.swapping().p99() / result.steady().p99() * 100) / 100.0);
        line.put(
                "over_steady_p99",
                result.tail().stream().map(SwapBenchmark::part).toList());
        List<Object> pauses = new ArrayList<>();
        for (Room room : plan.rooms()) {
            Percentiles pause = result.pauses(room);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("room", room.artifact());
            one.put("count", pause.count());
            one.put("median_ms", Math.round(pause.p50() * 10) / 10.0);
            one.put("max_ms", Math.round(pause.max() * 10) / 10.0);
            one.put("limit_ms", room.pauseLimitMillis());
            pauses.add(one);
        }
        line.put("pauses", pauses);
        return line;
    }

    private static Map<String, Object> part(Tail.Part part) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("during", part.during());
        one.put("mails", part.mails());
        one.put("p50_ms", part.p50());
        one.put("stages_ms", part.stages());
        return one;
    }

    // ---- searches

    private static Map<String, Object> search(Instance instance, Probe probe, Path jars, List<String> arguments)
            throws Exception {
        int rate = Arguments.number(arguments, "--rate", 200);
        SearchDuringSwap.Result result = SearchDuringSwap.run(
                instance,
                probe,
                jars,
                rate,
                Arguments.number(arguments, "--rounds", 10),
                Duration.ofSeconds(Arguments.number(arguments, "--interval-seconds", 5)),
                SwapBenchmark::progress);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", "search");
        line.put("rate_per_s", rate);
        line.put("upgrades", result.attempts().size());
        line.put(
                "kept",
                result.attempts().stream().filter(Swapper.Attempt::isAsExpected).count());
        line.putAll(Json.numbers(result.load().toString()));
        result.load().get("failures").properties().forEach(why -> progress(why.getKey() + ": " + why.getValue()));
        return line;
    }

    // ---- kills

    private static Map<String, Object> kill(Path folder, List<String> arguments) throws Exception {
        int seed = Arguments.number(arguments, "--seed", 1);
        // The mail server's threads throw when a kill has cut their connections.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (!thread.getName().matches("(smtp|imap):.*")) {
                e.printStackTrace();
            }
        });
        KillDuringSwap.Result result = new KillDuringSwap(home(), folder, seed, SwapBenchmark::progress)
                .run(Arguments.number(arguments, "--kill", 100));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", "kill");
        line.put("seed", seed);
        line.put("kills", result.rounds().size());
        line.put(
                "boots_killed_too",
                result.rounds().stream().filter(KillDuringSwap.Round::again).count());
        line.put(
                "sets",
                result.rounds().stream().filter(r -> r.rooms().size() > 1).count());
        for (KillDuringSwap.Whole whole : KillDuringSwap.Whole.values()) {
            line.put(whole.name().toLowerCase(Locale.ROOT), result.count(whole));
        }
        line.put("not_clean", result.failed().size());
        put(line, result.balance());
        line.put("repeated_as_the_same_mail", result.balance().repeated());
        return line;
    }

    private static void put(Map<String, Object> line, Balance balance) {
        line.put("sent", balance.sent());
        line.put("answered", balance.answered());
        line.put("missing", balance.missing().size());
        line.put("duplicates", balance.duplicates().size());
        line.put("out_of_order", balance.disorders().size());
    }

    // ---- configurations

    private static Map<String, Object> config(Instance instance, List<String> arguments) throws Exception {
        int changes = Arguments.number(arguments, "--changes", 500);
        int seed = Arguments.number(arguments, "--seed", 1);
        int rate = Arguments.number(arguments, "--rate", 20);
        ConfigStorm.Result result =
                new ConfigStorm(instance, SwapBenchmark::progress).run(changes, changes, seed, rate);
        result.failures().forEach(SwapBenchmark::progress);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", "config");
        line.put("seed", seed);
        line.put("rate_per_s", rate);
        line.put("valid", changes);
        line.put("invalid", changes);
        line.put("failures", result.failures().size());
        line.put("later_than_1_s", result.late().size());
        line.put("late", result.late());
        line.put("in_force_p50_ms", Math.round(result.inForce().p50()));
        line.put("in_force_p99_ms", Math.round(result.inForce().p99()));
        line.put("in_force_max_ms", Math.round(result.inForce().max()));
        line.put("told_max_ms", Math.round(result.told().max()));
        put(line, result.balance());
        return line;
    }

    // ---- contracts

    private static Map<String, Object> contracts(Path folder) throws Exception {
        ContractSwap.Result result = ContractSwap.run(home(), folder, SwapBenchmark::progress);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", "api");
        line.put("upgrades", result.upgrades().size());
        line.put(
                "kept",
                result.upgrades().stream().filter(ContractSwap.Upgrade::kept).count());
        Map<String, Object> millis = new LinkedHashMap<>();
        result.upgrades().forEach(upgrade -> millis.put(upgrade.artifact(), Math.round(upgrade.millis())));
        line.put("ms", millis);
        Map<String, Object> refreshed = new LinkedHashMap<>();
        result.upgrades()
                .forEach(upgrade ->
                        refreshed.put(upgrade.artifact(), upgrade.refreshed().size()));
        line.put("bundles_refreshed", refreshed);
        put(line, result.balance());
        return line;
    }

    // ---- leaks

    private static Map<String, Object> leaks(Instance instance, Probe probe, Path jars, List<String> arguments)
            throws Exception {
        LeakRun.Result result = LeakRun.run(
                instance,
                probe,
                jars,
                rooms(arguments),
                Arguments.number(arguments, "--rounds", 50),
                SwapBenchmark::progress);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", "leaks");
        line.put("upgrades", result.upgrades());
        line.put("kept", result.kept());
        line.put("balance_even", result.balance().isEven());
        line.put("before", describe(result.before()));
        line.put("after", describe(result.after()));
        return line;
    }

    private static Map<String, Object> describe(Residue residue) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("bundles_with_old_revisions", residue.revisions());
        figures.put("bundle_class_loaders", residue.bundleClassLoaders());
        figures.put("classes", residue.classes());
        figures.put(
                "threads",
                residue.threads().values().stream().mapToInt(Integer::intValue).sum());
        figures.put("descriptors", residue.descriptors());
        figures.put("child_processes", residue.processes());
        figures.put("heap_kb", residue.heapKilobytes());
        figures.put("rss_kb", residue.residentKilobytes());
        return figures;
    }
}
