package org.dharmic.strangememory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Append-only memory. Safe for many threads. */
@ProviderType
public interface StrangeMemory {

    /**
     * Appends an entry; on disk (forced) when it returns.
     *
     * @param key makes it idempotent: an entry with a key that was appended before is not appended again; blank for none
     * @param fields at least {@link Layer#required}
     * @return false when the key was known
     * @throws IllegalArgumentException when a required field is missing or a value is not allowed; the message says which
     * @throws StrangeMemoryException when storage failed; nothing was appended
     */
    boolean append(Layer layer, String key, Map<String, Object> fields);

    /**
     * Appends several entries of one layer, in their order, as {@link #append} does each; forced together where a provider
     * can.
     *
     * @param entries fields by key; no key is blank
     * @throws IllegalArgumentException as there, for any of them; others may have been appended and are known by their keys
     * @throws StrangeMemoryException when storage failed; likewise
     */
    default void appendAll(Layer layer, Map<String, Map<String, Object>> entries) {
        entries.forEach((key, fields) -> append(layer, key, fields));
    }

    /** The last {@code n} entries, oldest first; lines that cannot be read are skipped and counted in the summary. */
    List<Entry> recent(Layer layer, int n);

    /** The layers in numbers, and the last of each as one text for people and prompts. */
    MemorySummary summary();

    /**
     * The words that come back in the last 100 observations, most frequent first, ten at most.
     *
     * @param least how often a word must occur
     */
    default List<RecurringWord> patterns(int least) {
        return RecurringWord.in(recent(Layer.OBSERVATIONS, 100), least);
    }

    /**
     * How steadily what happened was met in the 24 hours before {@code now}, from the last 1,000 witness entries; empty when
     * there are fewer than 3.
     */
    default Optional<WitnessStatus> witness(Instant now) {
        return WitnessStatus.of(recent(Layer.WITNESS_STABILITY, 1000), now);
    }
}
