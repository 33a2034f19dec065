package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.benchmarks.Benchmark;
import org.dharmic.benchmarks.Subject;
import org.dharmic.benchmarks.vault.ask.VaultScan;

/**
 * The vault through its service in the running distribution, against plain Lucene, SQLite and the reading of files, on the same
 * files with the same queries. A line of JSON for each group of figures, the last one with what was set out to be reached.
 */
public final class VaultBenchmark implements Benchmark {

    private static final int QUERIES = 500;

    @Override
    public String name() {
        return "vault";
    }

    @Override
    public String description() {
        return "search, build, memory, second start, edits of the vault against plain Lucene, SQLite, scan: "
                + Options.USAGE + " [--queries " + QUERIES
                + "] [--without lucene,sqlite,scan,edits] [--set key=value,…]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        Options options = Options.parse(arguments, QUERIES);
        Progress progress = new Progress(name());
        Files.createDirectories(options.work());
        Path vault = options.vault(progress);
        Path copy = options.work().resolve("vault-copy");
        try {
            if (options.with("edits") && options.given().isPresent()) {
                progress.say("copying the vault, as it will be edited");
                copy(vault, copy);
                vault = copy;
            }
            Subject.deleteTree(vault.resolve(EditsRun.FOLDER));
            return measure(options, progress, vault);
        } finally {
            Subject.deleteTree(copy);
        }
    }

    private static Map<String, Object> measure(Options options, Progress progress, Path vault) throws Exception {
        progress.say("reading what to ask for");
        VaultScan scan = VaultScan.of(vault, options.seed());
        if (scan.files().isEmpty()) {
            throw new IllegalArgumentException("No Markdown file is in " + vault + " (links are not followed)");
        }
        Workload workload = Workload.of(scan, options.seed(), options.queries());
        Figures figures = new Figures(progress, scan, workload, options.work());
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("files", scan.files().size());
        described.put("text_mb", Progress.rounded(scan.bytes() / 1e6, 1));
        described.put("seed", options.seed());
        described.put("generated", options.given().isEmpty());
        described.put("queries", workload.plain().size());
        described.put("queries_many", workload.many().size());
        progress.group("vault", described);
        BaselineRun baselines = new BaselineRun(figures);
        if (options.with("lucene")) {
            baselines.lucene();
        }
        if (options.with("sqlite")) {
            baselines.sqlite();
        }
        SubjectRun subjectRun = new SubjectRun(figures, options.settings());
        try (VaultSubject subject = VaultSubject.make(options.work().resolve("vault-index"))) {
            subjectRun.all(subject);
            if (options.with("edits")) {
                new EditsRun(figures, options.seed()).all(subject);
            }
        }
        if (options.with("scan")) {
            subjectRun.scanMode();
        }
        return compared(figures);
    }

    private static Map<String, Object> compared(Figures figures) {
        Verdicts verdicts = new Verdicts();
        String us = SubjectRun.NAME;
        verdicts.atMost("query_p50_ms", figures.get("query", us, "p50_ms"), 1.5);
        verdicts.atMost("query_p95_ms", figures.get("query", us, "p95_ms"), 6);
        verdicts.atMost("query_p99_ms", figures.get("query", us, "p99_ms"), 15);
        verdicts.atMost("typo_p95_ms", figures.get("query_typo", us, "p95_ms"), 15);
        verdicts.atLeast("queries_per_s_4_threads", figures.get("throughput", us, "per_s"), 2500);
        verdicts.atMost("build_s", figures.get("build", us, "seconds"), 60);
        verdicts.atMost(
                "build_to_lucene",
                Progress.rounded(figures.get("build", us, "seconds") / figures.get("build", "lucene", "seconds"), 2),
                1.5);
        verdicts.atMost("index_to_text", figures.get("second_start", us, "index_to_text"), 0.4);
        verdicts.atMost("heap_limit_mb", figures.get("memory", us, "heap_limit_mb"), 270);
        verdicts.atMost("second_start_answer_ms", figures.get("second_start", us, "answer_ms"), 200);
        verdicts.atMost("jewels_p50_ms", figures.get("jewels", us, "p50_ms"), 1);
        verdicts.atMost("edit_visible_p95_ms", figures.get("edit_visible", us, "p95_ms"), 1000);
        verdicts.holds("burst_equal_to_fresh_build", figures.get("burst", us, "equal_to_fresh_build"));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("group", "targets");
        result.putAll(verdicts.lines());
        return result;
    }

    /** With the times of modification, which are part of a vault. */
    private static void copy(Path from, Path to) throws IOException {
        Subject.deleteTree(to);
        for (String path : VaultScan.files(from)) {
            Files.createDirectories(to.resolve(path).getParent());
            Files.copy(from.resolve(path), to.resolve(path), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
