package org.dharmic.benchmarks.vault.probe;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.dharmic.benchmarks.vault.load.Load;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultIndex;

/**
 * Searches for each line of a file, on one or several threads, and writes what was found: one line for each query with path
 * and lines of every hit. Parameters: {@code queries}, {@code out} (may be absent), {@code threads}, {@code limit}, {@code
 * budget.ms}.
 */
final class SearchRequest implements Mailbox.Handler {

    /** As long as any engine may take, so that scan mode ends its search and is not cut off. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Services services;

    SearchRequest(Services services) {
        this.services = services;
    }

    @Override
    public Properties answer(Properties request) throws Exception {
        List<String> texts = Files.readAllLines(Path.of(request.getProperty("queries")));
        int limit = Integer.parseInt(request.getProperty("limit", "10"));
        int threads = Integer.parseInt(request.getProperty("threads", "1"));
        long budget = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(request.getProperty("budget.ms", "600000")));
        List<Query> queries = texts.stream()
                .map(text -> new Query(text, "all", 0, limit, DEADLINE))
                .toList();
        SearchResult[] results = new SearchResult[queries.size()];
        boolean keep = request.containsKey("out");
        Load.Run run = services.withIndex(index -> load(index, queries, threads, budget, results, keep));
        Properties reply = new Properties();
        reply.setProperty("wall.nanos", Long.toString(run.wallNanos()));
        StringBuilder nanos = new StringBuilder();
        for (long each : run.nanos()) {
            nanos.append(each).append(' ');
        }
        reply.setProperty("nanos", nanos.toString());
        if (keep) {
            write(Path.of(request.getProperty("out")), results);
        }
        return reply;
    }

    private static Load.Run load(
            VaultIndex index, List<Query> queries, int threads, long budget, SearchResult[] results, boolean keep) {
        try {
            return Load.run(queries.size(), threads, budget, number -> {
                SearchResult result = index.search(queries.get(number));
                if (keep) {
                    results[number] = result;
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path out, SearchResult[] results) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(out)) {
            for (SearchResult result : results) {
                if (result != null) {
                    for (Hit hit : result.hits()) {
                        writer.write(hit.path().replaceAll("\\p{Cntrl}", "?") + "\t" + hit.firstLine() + "\t"
                                + hit.lastLine() + "\t" + hit.contentHash() + "\t");
                    }
                }
                writer.newLine();
            }
        }
    }
}
