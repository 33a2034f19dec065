package org.dharmic.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a start takes, ours and a stock Karaf's, in turns, so that both meet the same machine. */
final class StartBenchmark implements Benchmark {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "process start to ready, cold (no bundle cache) and warm, against a stock Karaf: [--pairs 5] [--no-stock]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        int pairs = Arguments.number(arguments, "--pairs", 5);
        Path checkout = Path.of(System.getProperty("dharmic.checkout"));
        Path scratch = Files.createTempDirectory("dharmic-bench-");
        Map<String, Subject> subjects = new LinkedHashMap<>();
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Map<String, List<Double>> own = new LinkedHashMap<>();
        try {
            subjects.put("ours", Subject.ours(checkout, scratch.resolve("ours")));
            if (!arguments.contains("--no-stock")) {
                subjects.put("stock", Subject.stock(stockArchive(checkout), scratch.resolve("stock")));
            }
            // The very first start makes the instance and, at its end, the archive of classes.
            once("ours", "first", subjects.get("ours"), seconds, own);
            for (int pair = 0; pair < pairs; pair++) {
                for (Map.Entry<String, Subject> subject : subjects.entrySet()) {
                    subject.getValue().forgetCache();
                    once(subject.getKey(), "cold", subject.getValue(), seconds, own);
                    once(subject.getKey(), "warm", subject.getValue(), seconds, own);
                }
            }
        } finally {
            Subject.deleteTree(scratch);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("pairs", pairs);
        seconds.forEach((key, values) -> result.put(key + "_s_median", median(values)));
        own.forEach((key, values) -> result.put(key + "_ms_median", median(values)));
        result.put("seconds", seconds);
        return result;
    }

    /** As published, from Maven's local repository, fetched there if need be. */
    static Path stockArchive(Path checkout) throws IOException, InterruptedException {
        String version =
                Files.readString(checkout.resolve("pom.xml")).replaceAll("(?s).*<karaf.version>(.*?)<.*", "$1");
        Path archive = Path.of(System.getProperty("user.home"), ".m2/repository/org/apache/karaf/apache-karaf", version)
                .resolve("apache-karaf-" + version + ".tar.gz");
        if (!Files.exists(archive)) {
            Subject.run(List.of(
                    "mvn",
                    "-q",
                    "-B",
                    "dependency:get",
                    "-Dtransitive=false",
                    "-Dartifact=org.apache.karaf:apache-karaf:" + version + ":tar.gz"));
        }
        return archive;
    }

    private static void once(
            String name, String kind, Subject subject, Map<String, List<Double>> seconds, Map<String, List<Double>> own)
            throws IOException, InterruptedException {
        try (Subject.Running running = subject.start()) {
            add(seconds, name + "_" + kind, running.seconds());
            subject.ownBundlesMillis().ifPresent(ms -> add(own, name + "_bundles_" + kind, ms.doubleValue()));
        }
    }

    private static void add(Map<String, List<Double>> seconds, String key, double value) {
        seconds.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : Math.round((sorted.get(middle - 1) + sorted.get(middle)) * 50) / 100.0;
    }
}
