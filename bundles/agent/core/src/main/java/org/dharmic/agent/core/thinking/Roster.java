package org.dharmic.agent.core.thinking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.agent.core.neighbour.Rank;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;

/**
 * The executors that are there, in the order of their ranking. One that has just left is expected back: it is being
 * exchanged. Safe for many threads.
 */
public final class Roster {

    /** An executor and what is known about it. */
    public record Bound(Executor executor, String name, boolean hasModel, Rank rank, Breaker breaker) {}

    /** One that went and may come back. */
    private record Left(Rank rank, Deadline until) {}

    private final Duration absence;
    /** At a start executors come one after the other, and work may have come before them. */
    private final Deadline beginning;

    private final Object change = new Object();
    /** Guarded by {@link #change}, as is all that follows. */
    private final List<Bound> bound = new ArrayList<>();
    /** By name. */
    private final Map<String, Left> leftLately = new HashMap<>();

    private long changedAt = System.nanoTime();
    private boolean closed;

    /**
     * @param absence how long one that has left is expected back
     * @param beginning how long executors may be on their way at a start
     */
    public Roster(Duration absence, Duration beginning) {
        this.absence = absence;
        this.beginning = Deadline.in(beginning);
    }

    public void arrived(Executor executor, Rank rank) {
        Bound one = new Bound(executor, executor.name(), executor.hasModel(), rank, new Breaker(System::nanoTime));
        synchronized (change) {
            bound.add(one);
            bound.sort(Comparator.comparing(Bound::rank));
            leftLately.remove(one.name());
            announce();
        }
    }

    /** Its configuration was changed: what it failed for may be mended. What runs in it goes on. */
    public void changed(Executor executor, Rank rank) {
        synchronized (change) {
            bound.replaceAll(each -> each.executor() == executor
                    ? new Bound(executor, each.name(), each.hasModel(), rank, new Breaker(System::nanoTime))
                    : each);
            bound.sort(Comparator.comparing(Bound::rank));
            announce();
        }
    }

    public void left(Executor executor) {
        synchronized (change) {
            bound.stream()
                    .filter(each -> each.executor() == executor)
                    .findFirst()
                    .ifPresent(one -> {
                        bound.remove(one);
                        leftLately.put(one.name(), new Left(one.rank(), Deadline.in(absence)));
                    });
            announce();
        }
    }

    /** The caller holds the lock. */
    private void announce() {
        changedAt = System.nanoTime();
        change.notifyAll();
    }

    /** Whether one came or went within this time. */
    public boolean hasChangedWithin(Duration time) {
        synchronized (change) {
            return System.nanoTime() - changedAt < time.toNanos();
        }
    }

    /** In the order they are tried. */
    public List<Bound> ordered() {
        synchronized (change) {
            return List.copyOf(bound);
        }
    }

    /**
     * The next in order that was not asked yet, null when there is none. One that left a moment ago is waited for when it would be asked before, and while the agent has
     * only just begun, so is any that is still on its way.
     */
    Bound next(Set<Executor> asked) {
        synchronized (change) {
            while (true) {
                Optional<Bound> one = bound.stream()
                        .filter(each -> !asked.contains(each.executor()))
                        .findFirst();
                if (closed) {
                    return one.orElse(null);
                }
                Duration wait = returningBefore(one);
                if (wait.isZero() && one.isEmpty() && !beginning.isOver()) {
                    wait = beginning.left();
                }
                if (wait.isZero()) {
                    return one.orElse(null);
                }
                await(wait);
            }
        }
    }

    /** How long to wait for those that left lately and rank before this one; the caller holds the lock. */
    private Duration returningBefore(Optional<Bound> one) {
        leftLately.values().removeIf(left -> left.until().isOver());
        return leftLately.values().stream()
                .filter(left -> one.isEmpty()
                        || left.rank().ranking() >= one.get().rank().ranking())
                .map(left -> left.until().left())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Waits for a change; the caller holds its lock. */
    private void await(Duration limit) {
        try {
            change.wait(Math.max(1, limit.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Thinkers.Leaving();
        }
    }

    boolean hasLeft(Bound one) {
        return ordered().stream().noneMatch(each -> each.executor() == one.executor());
    }

    /** From now on nobody waits for one that may come. */
    void close() {
        synchronized (change) {
            closed = true;
            change.notifyAll();
        }
    }
}
