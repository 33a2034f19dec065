package org.dharmic.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A service of another house, which may be exchanged at any time.
 *
 * <p>Bound by a dynamic, greedy, optional reference: {@code bind} calls {@link #arrived}, {@code unbind} calls
 * {@link #left}. Callers never keep the service; they say what they want of it and how long they can wait for one.
 *
 * <p>Safe for many threads; no lock is held while the service runs.
 */
public final class Available<T> {

    private final Class<T> type;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Newest last. Two overlap for a moment when a better one replaces another. */
    private final List<T> present = new ArrayList<>();

    private final AtomicInteger inFlight = new AtomicInteger();

    public Available(Class<T> type) {
        this.type = Objects.requireNonNull(type, "type");
    }

    /** The bind method of the reference. */
    public void arrived(T service) {
        Objects.requireNonNull(service, "service");
        lock.lock();
        try {
            present.add(service);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The unbind method of the reference. Does not wait: whoever leaves drains its own gate. */
    public void left(T service) {
        lock.lock();
        try {
            present.removeIf(each -> each == service);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The service as of now. Meant for a look; use {@link #within} to work with it. */
    public Optional<T> now() {
        lock.lock();
        try {
            return present.isEmpty() ? Optional.empty() : Optional.of(present.get(present.size() - 1));
        } finally {
            lock.unlock();
        }
    }

    /** Calls that have not returned yet. */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * Calls the service, waiting at most {@code wait} for one to arrive. When the service leaves during the call and the
     * call fails, it is made again on the next one within the same time: the call must be harmless to repeat.
     *
     * @return the result, or empty when no service came in time
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
            } catch (RuntimeException e) {
                if (isPresent(service.get()) && !(e instanceof Gate.Leaving)) {
                    throw e;
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw e;
                }
                // It left under the call: the next one answers. A copy of Gate in another bundle is another class, so
                // presence decides; a provider unregisters before it drains.
                awaitChange(service.get(), deadline);
            } finally {
                inFlight.decrementAndGet();
            }
        }
    }

    /**
     * As {@link #within} for a call without a result.
     *
     * @return false when no service came in time
     */
    public boolean runWithin(Duration wait, Consumer<? super T> call) {
        return within(wait, service -> {
                    call.accept(service);
                    return Boolean.TRUE;
                })
                .isPresent();
    }

    private boolean isPresent(T service) {
        lock.lock();
        try {
            return present.stream().anyMatch(each -> each == service);
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
            return Optional.of(present.get(present.size() - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange(T gone, long deadline) {
        lock.lock();
        try {
            while (!present.isEmpty() && present.get(present.size() - 1) == gone) {
                long nanos = deadline - System.nanoTime();
                if (nanos <= 0) {
                    return;
                }
                changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return type.getSimpleName() + (now().isPresent() ? " (available)" : " (temporarily unavailable)");
    }
}
