package org.dharmic.benchmarks.vault.ask;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * Keeps so many of all that it is offered, those with the smallest hashes: a fair choice that needs no second look at the
 * rest and is the same in whatever order threads offer. Safe for many threads.
 */
final class Sample<T> {

    private record Kept<T>(long hash, T value) {}

    private final int size;
    private final PriorityQueue<Kept<T>> largestFirst = new PriorityQueue<>(
            Comparator.comparingLong((Kept<T> kept) -> kept.hash()).reversed());
    private volatile long bound = Long.MAX_VALUE;

    Sample(int size) {
        this.size = size;
    }

    /** @param value asked for only when it is kept */
    void offer(long hash, Supplier<T> value) {
        if (hash >= bound) {
            return;
        }
        Kept<T> kept = new Kept<>(hash, value.get());
        synchronized (largestFirst) {
            largestFirst.add(kept);
            if (largestFirst.size() > size) {
                largestFirst.remove();
                bound = largestFirst.element().hash();
            }
        }
    }

    /** In the order of their hashes, which is no order of the vault. */
    List<T> values() {
        synchronized (largestFirst) {
            return largestFirst.stream()
                    .sorted(Comparator.comparingLong(Kept::hash))
                    .map(Kept::value)
                    .toList();
        }
    }
}
