package org.dharmic.deepmemory.sqlite;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.dharmic.deepmemory.Fact;

/**
 * Answers to the latest questions. Every write begins a new generation, and an answer is of the generation in which its
 * search began: what was just added or forgotten shows at once. Safe for many threads.
 */
final class QueryCache {

    /** A question: the words it comes down to, and how many answers. */
    record Question(List<String> words, int limit) {
        Question {
            words = List.copyOf(words);
        }
    }

    private record Answer(List<Fact> facts, long generation, long at) {}

    private final LongSupplier nanos;
    private final AtomicLong generation = new AtomicLong();
    /** Guarded by itself; the one used longest ago is first. */
    private final LinkedHashMap<Question, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);

    private volatile int entries;
    private volatile long ttlNanos;

    QueryCache(int entries, Duration ttl, LongSupplier nanos) {
        this.nanos = nanos;
        resize(entries, ttl);
    }

    /** Keeps at most so many answers for so long from now on; 0 turns it off. */
    void resize(int changed, Duration ttl) {
        synchronized (answers) {
            entries = changed;
            ttlNanos = ttl.toNanos();
            trim();
        }
    }

    /** The generation now; ask before searching. */
    long generation() {
        return generation.get();
    }

    /** Something was written. */
    void written() {
        generation.incrementAndGet();
        synchronized (answers) {
            answers.clear();
        }
    }

    Optional<List<Fact>> get(Question question) {
        if (entries == 0 || ttlNanos == 0) {
            return Optional.empty();
        }
        synchronized (answers) {
            Answer answer = answers.get(question);
            if (answer == null) {
                return Optional.empty();
            }
            if (answer.generation() != generation.get() || nanos.getAsLong() - answer.at() >= ttlNanos) {
                answers.remove(question);
                return Optional.empty();
            }
            return Optional.of(answer.facts());
        }
    }

    void put(Question question, List<Fact> facts, long generationBefore) {
        synchronized (answers) {
            if (entries > 0 && ttlNanos > 0 && generationBefore == generation.get()) {
                answers.put(question, new Answer(List.copyOf(facts), generationBefore, nanos.getAsLong()));
                trim();
            }
        }
    }

    int size() {
        synchronized (answers) {
            return answers.size();
        }
    }

    private void trim() {
        Iterator<Question> oldest = answers.keySet().iterator();
        while (answers.size() > entries) {
            oldest.next();
            oldest.remove();
        }
    }
}
