package org.dharmic.itests.probe;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.dharmic.support.Available;
import org.dharmic.support.Threads;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultIndex;

/** Searches at a steady rate, as a room does that needs the vault: it waits a bounded time for one. */
final class SearchLoad {

    private static final String[] WORDS = {"water filter", "cartridge", "boiler", "laundry room", "cat"};
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Available<VaultIndex> vault;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Threads.named("probe-search-clock"));
    // As many as may wait at once when a room is away for the whole of the bounded time.
    private final ExecutorService searchers;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    SearchLoad(Available<VaultIndex> vault, int rate) {
        this.vault = vault;
        this.searchers = Executors.newFixedThreadPool(64, Threads.named("probe-search"));
        clock.scheduleAtFixedRate(
                () -> searchers.execute(this::search), 0, 1_000_000_000L / rate, TimeUnit.NANOSECONDS);
    }

    private void search() {
        Query query = Query.of(WORDS[(int) (asked.getAndIncrement() % WORDS.length)], 5);
        long before = System.nanoTime();
        try {
            Optional<SearchResult> result = vault.within(WAIT, index -> index.search(query));
            if (result.isEmpty()) {
                failed("no vault within " + WAIT.toSeconds() + " s");
            } else if (result.get().hits().isEmpty()) {
                failed("nothing found: " + result.get().note());
            } else {
                answered.incrementAndGet();
                nanos.add(System.nanoTime() - before);
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e.toString());
        }
    }

    private void failed(String why) {
        failures.computeIfAbsent(why, key -> new AtomicLong()).incrementAndGet();
    }

    Map<String, Object> stop() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(5, TimeUnit.SECONDS);
        searchers.shutdown();
        searchers.awaitTermination(10, TimeUnit.SECONDS);
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("asked", asked.get());
        report.put("answered", answered.get());
        report.put("failed", asked.get() - answered.get());
        report.put("failures", failures);
        report.put("p50_ms", percentile(sorted, 50));
        report.put("p99_ms", percentile(sorted, 99));
        report.put("max_ms", percentile(sorted, 100));
        return report;
    }

    private static double percentile(long[] sorted, int percent) {
        int rank = Math.max(1, (int) Math.ceil(sorted.length * percent / 100.0));
        return Arrays.stream(sorted).skip(rank - 1L).findFirst().orElse(0) / 1e6;
    }
}
