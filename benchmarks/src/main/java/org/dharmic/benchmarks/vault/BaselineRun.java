package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dharmic.benchmarks.Subject;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.engine.PlainLucene;
import org.dharmic.benchmarks.vault.engine.PlainLuceneBuild;
import org.dharmic.benchmarks.vault.engine.Searcher;
import org.dharmic.benchmarks.vault.engine.SqliteFts;
import org.dharmic.benchmarks.vault.load.Latencies;
import org.dharmic.benchmarks.vault.load.Load;

/**
 * Plain Lucene and SQLite, in this program's own virtual machine with its defaults: nothing slows them down. Only Lucene's build has
 * the heap and the collector of the container, as ours has.
 */
final class BaselineRun {

    static final int THREADS = 4;
    private static final int LIMIT = 10;
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(15);
    private static final long MEASURED = TimeUnit.SECONDS.toNanos(60);
    static final long MANY = TimeUnit.SECONDS.toNanos(10);

    private final Figures figures;

    BaselineRun(Figures figures) {
        this.figures = figures;
    }

    void lucene() throws Exception {
        Path folder = figures.work.resolve("lucene-index");
        try {
            buildLucene(folder);
            for (boolean boost : new boolean[] {false, true}) {
                try (Searcher lucene = PlainLucene.open(figures.scan.vault(), folder, boost)) {
                    search(lucene);
                }
            }
        } finally {
            Subject.deleteTree(folder);
        }
    }

    /** Builds an index and says how long that took. */
    void buildLucene(Path folder) throws IOException, InterruptedException {
        figures.say("lucene: building with %d threads", THREADS);
        Subject.deleteTree(folder);
        Path list = figures.work.resolve("lucene-files");
        double seconds = PlainLuceneBuild.seconds(figures.scan.vault(), figures.scan.files(), list, folder, THREADS);
        Files.delete(list);
        Map<String, Object> build = figures.build(seconds, folder);
        build.put("threads", THREADS);
        figures.add("build", "lucene", build);
    }

    void sqlite() throws Exception {
        Path file = figures.work.resolve("fts5.db");
        try {
            buildSqlite(file);
            try (Searcher sqlite = SqliteFts.open(file, THREADS)) {
                search(sqlite);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void buildSqlite(Path file) throws IOException, SQLException {
        figures.say("sqlite: building");
        long start = System.nanoTime();
        SqliteFts.build(figures.scan.vault(), figures.scan.files(), file);
        figures.add("build", "sqlite_fts5", figures.build((System.nanoTime() - start) / 1e9, file));
    }

    private void search(Searcher searcher) throws IOException, InterruptedException {
        Workload workload = figures.workload;
        figures.say("%s: searching", searcher.name());
        Map<String, Object> warmUp = warmUp(searcher, 1);
        Map<String, Object> query = latencies(searcher, workload.plain());
        query.putAll(warmUp);
        figures.add("query", searcher.name(), query);
        run(searcher, workload.typoWarmUp(), 1, WARM_UP);
        figures.add("query_typo", searcher.name(), latencies(searcher, workload.typos()));
        figures.add("rapid", searcher.name(), latencies(searcher, workload.recurring()));
        warmUp = warmUp(searcher, THREADS);
        Load.Run many = run(searcher, workload.many(), THREADS, MANY);
        Map<String, Object> throughput = new LinkedHashMap<>();
        throughput.put("threads", THREADS);
        throughput.put("n", many.nanos().length);
        throughput.put("per_s", Math.round(many.perSecond()));
        throughput.putAll(warmUp);
        figures.add("throughput", searcher.name(), throughput);
    }

    private Map<String, Object> warmUp(Searcher searcher, int threads) throws IOException, InterruptedException {
        return new WarmUp().with(budget -> run(searcher, figures.workload.warmUp(), threads, budget));
    }

    private static Map<String, Object> latencies(Searcher searcher, List<Ask> asks) throws InterruptedException {
        return new Latencies(run(searcher, asks, 1, MEASURED).nanos()).figures();
    }

    private static Load.Run run(Searcher searcher, List<Ask> asks, int threads, long budget)
            throws InterruptedException {
        return Load.run(asks.size(), threads, budget, number -> searcher.search(asks.get(number), LIMIT));
    }
}
