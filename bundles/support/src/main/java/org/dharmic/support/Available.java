package org.dharmic.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A service of another house, which may be exchanged at any time.
 *
 * <p>Bound by a dynamic reference in one of two ways. Optional and greedy: {@code bind} calls {@link #arrived(Object)},
 * {@code unbind} calls {@link #left}; among several the newest serves, which is the one that Declarative Services chose.
 * Multiple: {@code bind} and {@code updated} also pass the properties, and the highest {@code service.ranking} serves.
 * Only the second follows a ranking that changes while the service stays: a greedy reference does not look again.
 *
 * <p>Callers never keep the service; they say what they want of it and how long they can wait for one. Safe for many
 * threads; no lock is held while the service runs.
 */
public final class Available<T> {

    private static final String RANKING = "service.ranking";
    private static final String ID = "service.id";
    /** After this a call is made again on a service that said it is leaving and is still there. */
    private static final Duration AGAIN = Duration.ofMillis(20);

    private record Candidate<T>(T service, int ranking, long id) {}

    private final Class<T> type;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Best first. Two overlap for a moment when a better one replaces another. */
    private final List<Candidate<T>> present = new ArrayList<>();

    private final AtomicInteger inFlight = new AtomicInteger();
    /** Stands for the id of a service without properties: the newer, the smaller, the better. */
    private long withoutId;

    public Available(Class<T> type) {
        this.type = Objects.requireNonNull(type, "type");
    }

    /** The bind method of an optional, greedy reference. */
    public void arrived(T service) {
        arrived(service, Map.of());
    }

    /** The bind method, and the updated method, of a multiple reference. */
    public void arrived(T service, Map<String, ?> properties) {
        Objects.requireNonNull(service, "service");
        lock.lock();
        try {
            present.removeIf(each -> each.service() == service);
            Candidate<T> candidate = candidate(service, properties);
            int better = 0;
            while (better < present.size() && isBetter(present.get(better), candidate)) {
                better++;
            }
            present.add(better, candidate);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Candidate<T> candidate(T service, Map<String, ?> properties) {
        return new Candidate<>(
                service,
                properties.get(RANKING) instanceof Integer ranking ? ranking : 0,
                properties.get(ID) instanceof Long id ? id : --withoutId);
    }

    private static boolean isBetter(Candidate<?> one, Candidate<?> other) {
        return one.ranking() != other.ranking() ? one.ranking() > other.ranking() : one.id() < other.id();
    }

    /** The unbind method of the reference. Does not wait: whoever leaves drains its own gate. */
    public void left(T service) {
        lock.lock();
        try {
            present.removeIf(each -> each.service() == service);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The service as of now. Meant for a look; use {@link #within} to work with it. */
    public Optional<T> now() {
        lock.lock();
        try {
            return best();
        } finally {
            lock.unlock();
        }
    }

    private Optional<T> best() {
        return present.isEmpty() ? Optional.empty() : Optional.of(present.get(0).service());
    }

    /** Calls that have not returned yet. */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * Calls the service, waiting at most {@code wait} for one to arrive. When the service leaves during the call and the
     * call fails, it is made again on the next one within the same time: the call must be harmless to repeat.
     *
     * @return the result, or empty when no service came in time, or the thread was interrupted
     * @throws RuntimeException what the call threw, when its service was still present afterwards
     */
    public <R> Optional<R> within(Duration wait, Function<? super T, ? extends R> call) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            Optional<T> service = await(deadline);
            if (service.isEmpty()) {
                return Optional.empty();
            }
            inFlight.incrementAndGet();
            try {
                return Optional.ofNullable(call.apply(service.get()));
            } catch (RuntimeException | LinkageError e) {
                // Whoever outlived the drain may find its class loader closed: a LinkageError of one that has left.
                if (!isWorthAnother(service.get(), e, deadline)) {
                    throw e;
                }
            } finally {
                inFlight.decrementAndGet();
            }
        }
    }

    /** It left under the call, or is about to: then the next one answers, if there is time for one. */
    private boolean isWorthAnother(T called, Throwable failure, long deadline) {
        if (System.nanoTime() - deadline >= 0) {
            return false;
        }
        if (!isPresent(called)) {
            return true;
        }
        return isLeaving(failure) && awaitChange(called, deadline);
    }

    /** Every bundle has a copy of its own of {@link Gate.Leaving}, so its name decides. */
    private static boolean isLeaving(Throwable failure) {
        return failure.getClass().getName().equals(Gate.Leaving.class.getName());
    }

    private boolean isPresent(T service) {
        lock.lock();
        try {
            return present.stream().anyMatch(each -> each.service() == service);
        } finally {
            lock.unlock();
        }
    }

    private Optional<T> await(long deadline) {
        lock.lock();
        try {
            while (present.isEmpty()) {
                long nanos = deadline - System.nanoTime();
                if (nanos <= 0) {
                    return Optional.empty();
                }
                changed.awaitNanos(nanos);
            }
            return best();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits a moment for another to serve; not longer, for what said that it is leaving may be a third that the service
     * asked in its turn.
     *
     * @return false when interrupted
     */
    private boolean awaitChange(T gone, long deadline) {
        lock.lock();
        try {
            long nanos = Math.min(AGAIN.toNanos(), deadline - System.nanoTime());
            while (best().filter(each -> each == gone).isPresent() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return type.getSimpleName() + (now().isPresent() ? " (available)" : " (temporarily unavailable)");
    }
}
