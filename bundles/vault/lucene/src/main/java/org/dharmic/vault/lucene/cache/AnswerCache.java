package org.dharmic.vault.lucene.cache;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.CacheFigures;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;

/**
 * Answers to queries, as long as they would be the same. Safe for many threads.
 *
 * <p>All are dropped when the index shows another state. The text of an answer is read from the files, which change before the
 * index knows: so an answer counts only while every file it shows is the very one it was made from. What was cut short, is not
 * whole, or shows a file that changed in this moment is not kept. Neither is what depends on the day.
 */
public final class AnswerCache {

    /** The vault behind it. */
    public interface Source {
        SearchResult search(Query query);

        /** Stays the same as long as every search would find the same; empty while nothing can be said. */
        Optional<Object> generation();

        IndexState state();
    }

    private static final int MOST_TEXT = 1_000;
    private static final int MOST_HITS = 50;
    /** Characters of all answers together: some megabytes of heap. */
    private static final long MOST_WEIGHT = 2_000_000;

    private static final int WEIGHT_OF_HIT = 300;
    /** Within one tick of the file system's clock a file can change twice; the coarsest in use ticks every 2 s. */
    private static final long TICK_MILLIS = 2_000;
    /** Recent notes lose their advantage bit by bit, so no answer lasts for ever. */
    private static final long LAST_MILLIS = Duration.ofHours(1).toMillis();

    private static final class Entry {
        private final PackedHits hits;
        private final long total;
        private final String note;
        private final List<Stamp> stamps;
        private final long weight;
        private boolean warmed;

        Entry(SearchResult result, List<Stamp> stamps, long weight, boolean warmed) {
            hits = new PackedHits(result.hits());
            total = result.total();
            note = result.note();
            this.stamps = stamps;
            this.weight = weight;
            this.warmed = warmed;
        }
    }

    /** An answer that still counts. */
    private record Kept(Entry entry, List<Hit> hits) {}

    private final int most;
    private final Path root;
    private final Source source;
    private final Clock clock;
    private final Meters meters;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder warmed = new LongAdder();
    private final LongAdder warmedUsed = new LongAdder();

    // Guarded by itself, and so are the two below; the one asked longest ago comes first.
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private Object generation;
    private long weight;

    /**
     * @param most answers kept, 0 for none
     * @param root the folder that the paths of hits are relative to; null when there is none
     */
    public AnswerCache(int most, Path root, Source source, Clock clock, Meters meters) {
        this.most = most;
        this.root = root;
        this.source = source;
        this.clock = clock;
        this.meters = meters;
    }

    public SearchResult search(Query query) {
        if (most == 0) {
            return source.search(query);
        }
        long start = System.nanoTime();
        Optional<Object> now = isKept(query) ? stateNow() : Optional.empty();
        String key = now.isPresent() ? key(query) : "";
        Optional<Kept> kept = now.flatMap(present -> find(key, present));
        if (kept.isPresent()) {
            return hit(kept.get(), start);
        }
        misses.increment();
        meters.count("vault_cache_total", "result", "miss");
        return make(query, key, now, false);
    }

    private SearchResult hit(Kept kept, long start) {
        Entry entry = kept.entry();
        synchronized (entries) {
            if (entry.warmed) {
                entry.warmed = false;
                warmedUsed.increment();
            }
        }
        hits.increment();
        meters.count("vault_cache_total", "result", "hit");
        meters.timeSince("vault_search_seconds", start);
        meters.count("vault_searches_total", "result", kept.hits().isEmpty() ? "empty" : "hits");
        return new SearchResult(kept.hits(), entry.total, entry.note, source.state());
    }

    /** Makes an answer ahead, unless it is there. */
    public void warm(Query query) {
        Optional<Object> now = most > 0 && isKept(query) ? stateNow() : Optional.empty();
        if (now.isPresent()) {
            String key = key(query);
            if (find(key, now.get()).isEmpty()) {
                make(query, key, now, true);
            }
        }
    }

    public CacheFigures figures() {
        synchronized (entries) {
            return new CacheFigures(entries.size(), most, hits.sum(), misses.sum(), warmed.sum(), warmedUsed.sum());
        }
    }

    // ---- looking up

    /** Empty when an answer of now may not be one of the next moment, whatever the index says. */
    private Optional<Object> stateNow() {
        return source.state().phase() == Phase.READY ? source.generation() : Optional.empty();
    }

    /** What asks for a time is answered from the clock, too. */
    private static boolean isKept(Query query) {
        return query.text().length() <= MOST_TEXT
                && query.limit() <= MOST_HITS
                && !query.text().toLowerCase(Locale.ROOT).contains("modified:");
    }

    /** Everything that changes a whole answer; the text last, for it may contain anything. */
    private String key(Query query) {
        return new StringBuilder(query.text().length() + query.scope().length() + 30)
                .append(query.offset())
                .append(' ')
                .append(query.limit())
                .append(' ')
                .append(clock.millis() / LAST_MILLIS)
                .append(' ')
                .append(query.scope().length())
                .append(query.scope())
                .append(query.text())
                .toString();
    }

    private Optional<Kept> find(String key, Object now) {
        Entry entry;
        synchronized (entries) {
            if (!now.equals(generation)) {
                clear(now);
            }
            entry = entries.get(key);
        }
        if (entry == null) {
            return Optional.empty();
        }
        List<Hit> shown = entry.hits.hits();
        for (int i = 0; i < shown.size(); i++) {
            if (!entry.stamps.get(i).equals(Stamp.of(root, shown.get(i).path()).orElse(null))) {
                drop(key, entry);
                return Optional.empty();
            }
        }
        return Optional.of(new Kept(entry, shown));
    }

    // ---- keeping

    private SearchResult make(Query query, String key, Optional<Object> before, boolean ahead) {
        long start = System.nanoTime();
        long at = clock.millis();
        SearchResult result = source.search(query);
        boolean inTime = System.nanoTime() - start < query.deadline().toNanos()
                && !Thread.currentThread().isInterrupted();
        if (before.isPresent() && inTime && isWhole(query, result)) {
            stamps(result, at).ifPresent(stamps -> keep(key, before.get(), result, stamps, ahead));
        }
        return result;
    }

    private static boolean isWhole(Query query, SearchResult result) {
        return result.state().phase() == Phase.READY
                && result.hits().size() == Math.min(query.limit(), Math.max(0, result.total() - query.offset()))
                && result.hits().stream().noneMatch(hit -> hit.snippet().isBlank());
    }

    /** Empty when a file may have changed since it was read for the answer. */
    private Optional<List<Stamp>> stamps(SearchResult result, long at) {
        List<Stamp> stamps = new ArrayList<>(result.hits().size());
        for (Hit hit : result.hits()) {
            Optional<Stamp> stamp = Stamp.of(root, hit.path());
            if (stamp.isEmpty() || stamp.get().changed() > at - TICK_MILLIS) {
                return Optional.empty();
            }
            stamps.add(stamp.get());
        }
        return Optional.of(stamps);
    }

    private void keep(String key, Object before, SearchResult result, List<Stamp> stamps, boolean ahead) {
        long own = key.length();
        for (Hit hit : result.hits()) {
            own += WEIGHT_OF_HIT
                    + hit.path().length()
                    + hit.title().length()
                    + hit.snippet().length();
        }
        if (ahead) {
            warmed.increment();
        }
        synchronized (entries) {
            // Made from this state or a later one; under a later one nobody finds it.
            if (!before.equals(generation)) {
                return;
            }
            Entry replaced = entries.put(key, new Entry(result, stamps, own, ahead));
            weight += own - (replaced == null ? 0 : replaced.weight);
            Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
            while (entries.size() > most || weight > MOST_WEIGHT && oldest.hasNext()) {
                weight -= oldest.next().getValue().weight;
                oldest.remove();
            }
        }
    }

    private void drop(String key, Entry entry) {
        synchronized (entries) {
            if (entries.remove(key, entry)) {
                weight -= entry.weight;
            }
        }
    }

    private void clear(Object now) {
        entries.clear();
        weight = 0;
        generation = now;
    }
}
