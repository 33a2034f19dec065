package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.load.Latencies;
import org.dharmic.benchmarks.vault.load.Load;

/** The vault of this project, through its services, in the distribution as it is shipped. */
final class SubjectRun {

    static final String NAME = "vault_lucene";
    private static final String SCAN_MODE = "vault_scan";
    private static final String NOT_OFFERED = "not offered";

    private static final long WARM_UP_MILLIS = TimeUnit.SECONDS.toMillis(15);
    private static final long MEASURED_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private static final long MANY_MILLIS = TimeUnit.NANOSECONDS.toMillis(BaselineRun.MANY);
    private static final int READS = 500;

    private static final String JEWELS = "view.jewels";
    private static final int FEWEST_JEWELS = 10;
    private static final int MOST_JEWELS = 50;

    private final Figures figures;
    private final List<String> settings;

    /** @param settings further lines of the vault's configuration */
    SubjectRun(Figures figures, List<String> settings) {
        this.figures = figures;
        this.settings = settings;
    }

    /** From an empty index to the second start. Leaves the container running. */
    void all(VaultSubject subject) throws IOException, InterruptedException {
        build(subject);
        memory(subject, "memory_build");
        rest(subject);
        search(subject);
        read(subject);
        memory(subject, "memory");
        secondStart(subject);
    }

    /** Starts the container with an empty index. */
    void build(VaultSubject subject) throws IOException, InterruptedException {
        figures.say("%s: building%s", NAME, settings.isEmpty() ? "" : " with " + settings);
        subject.configure(figures.scan.vault(), withJewels());
        Properties opening = subject.start(figures.workload.common());
        Map<String, Object> build =
                figures.build(Double.parseDouble(opening.getProperty("ready.ms")) / 1e3, subject.index());
        build.put("files", number(opening, "files"));
        build.put("passages", number(opening, "passages"));
        build.put("problems", number(opening, "problems"));
        build.put("first_answer_ms", number(opening, "answer.ms"));
        build.put("settings", settings);
        figures.add("build", NAME, build);
    }

    /** A generated vault has no crown jewels of its own: some folder stands for them. */
    private List<String> withJewels() {
        List<String> lines = new ArrayList<>(settings);
        if (settings.stream().noneMatch(line -> line.startsWith(JEWELS))) {
            figures.scan.folderOf(FEWEST_JEWELS, MOST_JEWELS).ifPresent(folder -> lines.add(JEWELS + " = " + folder));
        }
        return lines;
    }

    /** Merges follow a build: searches during them take longer than those of any other time. */
    private void rest(VaultSubject subject) throws IOException, InterruptedException {
        figures.say("%s: merging", NAME);
        long start = System.nanoTime();
        subject.awaitRest();
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("seconds", Progress.rounded((System.nanoTime() - start) / 1e9, 2));
        rest.put("index_to_text", figures.indexToText(subject.index()));
        figures.add("merges_after_build", NAME, rest);
    }

    private void search(VaultSubject subject) throws IOException, InterruptedException {
        Workload workload = figures.workload;
        figures.say("%s: searching", NAME);
        query(NAME, subject);
        subject.search(workload.typoWarmUp(), 1, WARM_UP_MILLIS);
        figures.add("query_typo", NAME, latencies(subject, workload.typos()));
        rapid(subject);
        Map<String, Object> warmUp = warmUp(subject, BaselineRun.THREADS);
        Load.Run many = subject.searched(workload.many(), BaselineRun.THREADS, MANY_MILLIS);
        Map<String, Object> throughput = new LinkedHashMap<>();
        throughput.put("threads", BaselineRun.THREADS);
        throughput.put("n", many.nanos().length);
        throughput.put("per_s", Math.round(many.perSecond()));
        throughput.putAll(warmUp);
        figures.add("throughput", NAME, throughput);
        kinds(subject);
    }

    private void query(String engine, VaultSubject subject) throws IOException, InterruptedException {
        Map<String, Object> warmUp = warmUp(subject, 1);
        Map<String, Object> query = latencies(subject, figures.workload.plain());
        query.putAll(warmUp);
        figures.add("query", engine, query);
    }

    private Map<String, Object> warmUp(VaultSubject subject, int threads) throws IOException, InterruptedException {
        return new WarmUp()
                .with(budget ->
                        subject.searched(figures.workload.warmUp(), threads, TimeUnit.NANOSECONDS.toMillis(budget)));
    }

    /** Which kind of query costs what: for whoever wants to make it faster. */
    private void kinds(VaultSubject subject) throws IOException, InterruptedException {
        Map<String, List<Ask>> kinds = new LinkedHashMap<>();
        figures.workload.plain().forEach(ask -> kinds.computeIfAbsent(ask.kind(), key -> new ArrayList<>())
                .add(ask));
        Map<String, Object> medians = new LinkedHashMap<>();
        for (Map.Entry<String, List<Ask>> kind : kinds.entrySet()) {
            Latencies latencies = new Latencies(subject.search(kind.getValue(), 1, MEASURED_MILLIS));
            medians.put(kind.getKey() + "_p50_ms", latencies.percentile(50));
            medians.put(kind.getKey() + "_p95_ms", latencies.percentile(95));
        }
        figures.add("query_kinds_again", NAME, medians);
    }

    private static Map<String, Object> latencies(VaultSubject subject, List<Ask> asks)
            throws IOException, InterruptedException {
        return new Latencies(subject.search(asks, 1, MEASURED_MILLIS)).figures();
    }

    private void rapid(VaultSubject subject) throws IOException, InterruptedException {
        Properties before = subject.ask("state");
        Map<String, Object> rapid = latencies(subject, figures.workload.recurring());
        Properties after = subject.ask("state");
        double hits = meter(after, "hit") - meter(before, "hit");
        double misses = meter(after, "miss") - meter(before, "miss");
        rapid.put("cache_hit_rate", hits + misses > 0 ? Progress.rounded(hits / (hits + misses), 3) : NOT_OFFERED);
        figures.add("rapid", NAME, rapid);
    }

    /** The sum of the vault's cache counters that have a word in their names or tags. */
    private static double meter(Properties state, String word) {
        return state.stringPropertyNames().stream()
                .filter(name -> name.startsWith("meter.") && name.contains("cache") && name.contains(word))
                .filter(name -> name.endsWith(".value"))
                .mapToDouble(name -> Double.parseDouble(state.getProperty(name)))
                .sum();
    }

    private void read(VaultSubject subject) throws IOException, InterruptedException {
        List<String> files = figures.scan.files();
        Path locators = figures.work.resolve("locators");
        int step = Math.max(1, files.size() / READS);
        List<String> some = new ArrayList<>();
        for (int i = 0; i < files.size(); i += step) {
            some.add(files.get(i));
        }
        Files.write(locators, some);
        Properties reply = subject.ask("read", "locators", locators);
        figures.add("read", NAME, new Latencies(VaultSubject.nanos(reply, "nanos")).figures());
        figures.add("jewels", NAME, jewels(reply));
    }

    /** Reading one by its name, and the list of all, as {@code vault:jewels} does with a name and without. */
    private static Map<String, Object> jewels(Properties reply) {
        Map<String, Object> jewels = new LinkedHashMap<>();
        if (!reply.containsKey("jewel.nanos")) {
            jewels.put("p50_ms", NOT_OFFERED);
            return jewels;
        }
        jewels.put("files", Long.parseLong(reply.getProperty("jewels")));
        jewels.putAll(new Latencies(VaultSubject.nanos(reply, "jewel.nanos")).figures());
        Latencies list = new Latencies(VaultSubject.nanos(reply, "jewel.list.nanos"));
        jewels.put("list_p50_ms", list.percentile(50));
        jewels.put("list_p95_ms", list.percentile(95));
        return jewels;
    }

    private void memory(VaultSubject subject, String group) throws IOException, InterruptedException {
        Properties state = subject.ask("state");
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("peak_rss_mb", subject.megabytes("VmHWM"));
        memory.put("rss_mb", subject.megabytes("VmRSS"));
        memory.put("rss_anon_mb", subject.megabytes("RssAnon"));
        memory.put("heap_peak_mb", Math.round(number(state, "heap.peak.bytes") / 1e6));
        memory.put("heap_limit_mb", Math.round(number(state, "heap.max.bytes") / 1e6));
        figures.add(group, NAME, memory);
    }

    private void secondStart(VaultSubject subject) throws IOException, InterruptedException {
        figures.say("%s: second start", NAME);
        Map<String, Object> second = new LinkedHashMap<>();
        Properties again = subject.ask("reopen", "query", figures.workload.common());
        second.put("reopened_answer_ms", number(again, "answer.ms"));
        subject.stop();
        Properties cold = subject.start(figures.workload.common());
        second.put("service_ms", number(cold, "service.ms"));
        second.put("open_ms", number(cold, "open.ms"));
        second.put("answer_ms", number(cold, "answer.ms"));
        second.put("compared_ms", number(cold, "ready.ms"));
        // Here again: a build leaves what the merges after it take away.
        second.put("index_to_text", figures.indexToText(subject.index()));
        figures.add("second_start", NAME, second);
    }

    /** Reads every file for every query: the same service with {@code index.mode = scan}. */
    void scanMode() throws IOException, InterruptedException {
        figures.say("%s: searching", SCAN_MODE);
        try (VaultSubject subject = VaultSubject.make(figures.work.resolve("scan-index"))) {
            subject.configure(figures.scan.vault(), List.of("index.mode = scan"));
            subject.start(figures.workload.common());
            query(SCAN_MODE, subject);
        }
    }

    private static double number(Properties properties, String key) {
        return Double.parseDouble(properties.getProperty(key));
    }
}
