package org.dharmic.agent.core.prompt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dharmic.agent.core.neighbour.Rank;
import org.dharmic.context.ContextContributor;

/**
 * Who contributes to a prompt, by name. Of several with the same name, which are several providers of one room, the first
 * by rank counts alone. One that has just left is expected back: its room is being exchanged. Safe for many threads.
 */
final class Contributors {

    /** Its rank changes with its configuration, the calls under way stay. */
    record One(ContextContributor contributor, String name, Rank rank, AtomicInteger calls) {}

    private final long absenceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<One> present = new ArrayList<>();
    /** When the last of a name left, a value of {@link System#nanoTime()}. */
    private final Map<String, Long> left = new HashMap<>();

    /** @param absence how long one that has left is expected back */
    Contributors(Duration absence) {
        this.absenceNanos = absence.toNanos();
    }

    void arrived(ContextContributor contributor, Rank rank) {
        String name = contributor.name();
        lock.lock();
        try {
            present.add(new One(contributor, name, rank, new AtomicInteger()));
            left.remove(name);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void ranked(ContextContributor contributor, Rank rank) {
        lock.lock();
        try {
            present.replaceAll(each ->
                    each.contributor() == contributor ? new One(contributor, each.name(), rank, each.calls()) : each);
        } finally {
            lock.unlock();
        }
    }

    void left(ContextContributor contributor) {
        lock.lock();
        try {
            List<One> gone = present.stream()
                    .filter(each -> each.contributor() == contributor)
                    .toList();
            present.removeAll(gone);
            gone.forEach(each -> left.put(each.name(), System.nanoTime()));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Those present and those expected back, sorted. */
    List<String> names() {
        lock.lock();
        try {
            TreeSet<String> names = new TreeSet<>();
            present.forEach(each -> names.add(each.name()));
            long now = System.nanoTime();
            left.values().removeIf(at -> now - at > absenceNanos);
            names.addAll(left.keySet());
            return List.copyOf(names);
        } finally {
            lock.unlock();
        }
    }

    /** The one of this name that counts now. */
    Optional<One> now(String name) {
        lock.lock();
        try {
            return best(name);
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #now}, and waits for one that is expected back.
     *
     * @param deadline a value of {@link System#nanoTime()}
     */
    Optional<One> awaited(String name, long deadline) {
        lock.lock();
        try {
            for (Optional<One> one = best(name); ; one = best(name)) {
                Long at = left.get(name);
                long nanos =
                        at == null ? 0 : Math.min(deadline - System.nanoTime(), at + absenceNanos - System.nanoTime());
                if (one.isPresent() || nanos <= 0) {
                    return one;
                }
                changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    boolean isPresent(One one) {
        lock.lock();
        try {
            return present.stream().anyMatch(each -> each.contributor() == one.contributor());
        } finally {
            lock.unlock();
        }
    }

    private Optional<One> best(String name) {
        return present.stream().filter(each -> each.name().equals(name)).min(Comparator.comparing(One::rank));
    }
}
