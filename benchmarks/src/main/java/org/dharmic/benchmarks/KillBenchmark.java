package org.dharmic.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.dharmic.itests.support.kill.KillStorm;

/**
 * Runs of mails during which the platform is killed again and again, at moments that seeds choose. Twice: with a provider
 * that keeps nothing of what was sent, and with one that files it, where the platform can look before it sends again.
 */
final class KillBenchmark implements Benchmark {

    /** Lives of one run; with 200 mails each of them has eight new ones. */
    private static final int LIVES = 25;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String description() {
        return "SIGKILL at moments that seeds choose, in runs of mails: [--seeds 500] [--mails 200] (of a run)"
                + " [--sent-folder both|with|without] [--first-seed 1] [--drops-percent 2] (replies taken without a word) [--parallel 2]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        int seeds = Arguments.number(arguments, "--seeds", 500);
        int mails = Arguments.number(arguments, "--mails", 200);
        int first = Arguments.number(arguments, "--first-seed", 1);
        int drops = Arguments.number(arguments, "--drops-percent", 2);
        int parallel = Arguments.number(arguments, "--parallel", 2);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("seeds", seeds);
        line.put("mails_per_run", mails);
        line.put("first_seed", first);
        line.put("drops_percent", drops);
        boolean sound = true;
        for (boolean lookUp : modes(Arguments.text(arguments, "--sent-folder").orElse("both"))) {
            List<KillStorm.Orders> orders = new ArrayList<>();
            for (int from = 0; from < seeds; from += LIVES) {
                List<Long> run = LongStream.range(first + from, first + Math.min(from + LIVES, seeds))
                        .boxed()
                        .toList();
                orders.add(new KillStorm.Orders(mails, run, drops, lookUp));
            }
            Map<String, Object> part = storms(orders, parallel);
            sound &= Boolean.TRUE.equals(part.get("sound"));
            line.put(lookUp ? "with_sent_lookup" : "without_sent_lookup", part);
        }
        line.put("sound", sound);
        return line;
    }

    private static List<Boolean> modes(String option) {
        return switch (option) {
            case "both" -> List.of(false, true);
            case "with" -> List.of(true);
            case "without" -> List.of(false);
            default -> throw new IllegalArgumentException("--sent-folder must be both, with or without, was " + option);
        };
    }

    private static Map<String, Object> storms(List<KillStorm.Orders> all, int parallel) throws Exception {
        Path home = Path.of(System.getProperty("dharmic.home"));
        Path folder = Files.createTempDirectory("dharmic-kill");
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        long start = System.nanoTime();
        List<KillStorm.Result> results = new ArrayList<>();
        try {
            List<Future<KillStorm.Result>> storms = new ArrayList<>();
            for (KillStorm.Orders orders : all) {
                Path own = folder.resolve("run-" + storms.size());
                storms.add(threads.submit(() -> storm(home, own, orders)));
            }
            for (Future<KillStorm.Result> storm : storms) {
                results.add(storm.get());
            }
        } finally {
            threads.shutdownNow();
        }
        Map<String, Object> part = figures(results);
        part.put("seconds", Math.round((System.nanoTime() - start) / 1e9));
        if (Boolean.TRUE.equals(part.get("sound"))) {
            Subject.deleteTree(folder);
        } else {
            part.put("kept", folder.toString());
        }
        return part;
    }

    private static KillStorm.Result storm(Path home, Path folder, KillStorm.Orders orders) throws Exception {
        KillStorm.Result result = new KillStorm(home, Files.createDirectory(folder), orders).run();
        System.err.println(folder.getFileName() + (orders.lookUp() ? " with look-up: " : ": ") + result);
        if (result.isSound()) {
            Subject.deleteTree(folder);
        }
        return result;
    }

    private static Map<String, Object> figures(List<KillStorm.Result> results) {
        Map<String, Integer> kills = new TreeMap<>();
        results.forEach(result -> result.kills().forEach((where, count) -> kills.merge(where, count, Integer::sum)));
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("runs", results.size());
        part.put("mails", results.stream().mapToInt(KillStorm.Result::mails).sum());
        part.put("kills", kills.values().stream().mapToInt(Integer::intValue).sum());
        part.put("lost", results.stream().mapToInt(KillStorm.Result::lost).sum());
        part.put(
                "different",
                results.stream().mapToInt(KillStorm.Result::different).sum());
        part.put(
                "same_id", results.stream().mapToInt(KillStorm.Result::repeated).sum());
        part.put(
                "ambiguous",
                results.stream().mapToInt(KillStorm.Result::ambiguous).sum());
        part.put("dropped", results.stream().mapToInt(KillStorm.Result::dropped).sum());
        part.put("parked", results.stream().mapToInt(KillStorm.Result::parked).sum());
        part.put(
                "problems",
                results.stream().flatMap(result -> result.problems().stream()).toList());
        part.put("kills_at", kills);
        part.put("sound", results.stream().allMatch(KillStorm.Result::isSound));
        return part;
    }
}
