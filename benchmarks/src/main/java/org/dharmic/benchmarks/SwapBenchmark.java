package org.dharmic.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.itests.support.Balance;
import org.dharmic.itests.support.Instance;
import org.dharmic.itests.support.Percentiles;
import org.dharmic.itests.support.Probe;
import org.dharmic.itests.support.Room;
import org.dharmic.itests.support.SwapUnderMail;

/** Rooms are exchanged in a real container while mail comes in. */
final class SwapBenchmark implements Benchmark {

    private static final int WARM_UP = 100;

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String description() {
        return "rooms are upgraded while mail comes in: --balance [--rounds 10] [--interval-seconds 5] [--rate 20]"
                + " [--steady-seconds 60] [--rooms a,b]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        Path folder = Files.createTempDirectory("dharmic-bench-swap-");
        try {
            return balance(folder, arguments);
        } finally {
            if (!arguments.contains("--keep")) {
                Subject.deleteTree(folder);
            }
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

    private static Map<String, Object> balance(Path folder, List<String> arguments) throws Exception {
        SwapUnderMail.Plan plan = new SwapUnderMail.Plan(
                rooms(arguments),
                Arguments.number(arguments, "--rounds", 10),
                Duration.ofSeconds(Arguments.number(arguments, "--interval-seconds", 5)),
                WARM_UP,
                Duration.ofSeconds(Arguments.number(arguments, "--steady-seconds", 60)),
                Arguments.number(arguments, "--rate", 20));
        try (Instance instance = Instance.withSandbox(home(), folder.resolve("instance"))) {
            Probe probe = Probe.in(instance);
            instance.start();
            SwapUnderMail.Result result =
                    new SwapUnderMail(instance, probe, folder.resolve("jars"), SwapBenchmark::progress).run(plan);
            return figures(plan, result);
        }
    }

    private static Map<String, Object> figures(SwapUnderMail.Plan plan, SwapUnderMail.Result result) {
        Balance balance = result.balance();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("mode", "balance");
        line.put("rate_per_s", plan.perSecond());
        line.put("sent", balance.sent());
        line.put("answered", balance.answered());
        line.put("missing", balance.missing().size());
        line.put("duplicates", balance.duplicates().size());
        line.put("out_of_order", balance.disorders().size());
        line.put("upgrades", result.attempts().size());
        for (var end : org.dharmic.itests.support.Swapper.End.values()) {
            line.put(
                    end.name().toLowerCase(),
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
}
