package org.dharmic.support.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The measurements of one component. Recording is a no-op while no registry is present; what was registered is taken
 * away again when the component or the registry leaves.
 *
 * <p>Safe for many threads. Bound by a dynamic, greedy, optional reference to {@link MeterRegistry}.
 */
public final class Meters implements AutoCloseable {

    /** Not a record: the first hash code of a record costs a cold start about 9 ms. */
    private static final class Key {
        private final String name;
        private final List<String> tags;

        Key(String name, List<String> tags) {
            this.name = name;
            this.tags = tags;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key && name.equals(((Key) other).name) && tags.equals(((Key) other).tags);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + tags.hashCode();
        }
    }

    private final Map<Key, Supplier<Number>> gauges = new HashMap<>();
    private volatile Registered registered;
    private boolean closed;

    private static final class Registered {
        final MeterRegistry registry;
        final Map<Key, Timer> timers = new ConcurrentHashMap<>();
        final Map<Key, Counter> counters = new ConcurrentHashMap<>();
        final Map<Key, Gauge> gauges = new ConcurrentHashMap<>();

        Registered(MeterRegistry registry) {
            this.registry = registry;
        }

        void removeAll() {
            for (Map<Key, ? extends Meter> kind : List.of(timers, counters, gauges)) {
                kind.values().forEach(registry::remove);
                kind.clear();
            }
        }
    }

    /** The bind method of the reference. */
    public synchronized void arrived(MeterRegistry registry) {
        if (closed) {
            return;
        }
        Registered before = registered;
        registered = new Registered(registry);
        gauges.forEach((key, value) -> register(registered, key, value));
        if (before != null) {
            before.removeAll();
        }
    }

    /** The unbind method of the reference. */
    public synchronized void left(MeterRegistry registry) {
        Registered before = registered;
        if (before != null && before.registry == registry) {
            registered = null;
            before.removeAll();
        }
    }

    /** Records how long something took. Tags are key, value, key, value. */
    public void time(String name, Duration took, String... tags) {
        Registered r = registered;
        if (r != null) {
            r.timers
                    .computeIfAbsent(new Key(name, List.of(tags)), key -> Timer.builder(name)
                            .tags(tags)
                            .publishPercentiles(0.5, 0.95, 0.99)
                            .register(r.registry))
                    .record(took);
        }
    }

    /** Records the time since {@code startNanos}, a value of {@link System#nanoTime()}. */
    public void timeSince(String name, long startNanos, String... tags) {
        time(name, Duration.ofNanos(System.nanoTime() - startNanos), tags);
    }

    /** Adds one to a counter. */
    public void count(String name, String... tags) {
        Registered r = registered;
        if (r != null) {
            r.counters
                    .computeIfAbsent(
                            new Key(name, List.of(tags)),
                            key -> Counter.builder(name).tags(tags).register(r.registry))
                    .increment();
        }
    }

    /** Shows a value that is read when somebody looks. The supplier must be quick and must not block. */
    public synchronized void gauge(String name, Supplier<Number> value, String... tags) {
        if (closed) {
            return;
        }
        Key key = new Key(name, List.of(tags));
        gauges.put(key, value);
        if (registered != null) {
            register(registered, key, value);
        }
    }

    private static void register(Registered r, Key key, Supplier<Number> value) {
        r.gauges.put(
                key,
                Gauge.builder(key.name, value)
                        .tags(Tags.of(key.tags.toArray(String[]::new)))
                        .register(r.registry));
    }

    /** Takes every meter of this component away. */
    @Override
    public synchronized void close() {
        closed = true;
        gauges.clear();
        if (registered != null) {
            registered.removeAll();
            registered = null;
        }
    }
}
