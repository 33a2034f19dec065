package org.dharmic.metrics.core;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** Keeps the number of meters bounded, whatever values end up in tags, and lets percentiles look back far enough. */
final class Bounded implements MeterFilter {

    private final IntSupplier max;
    private final Duration window;
    private final Set<Meter.Id> kept = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();

    /** @param window with the library's one minute, the percentiles of a mailbox with ten mails a day would be empty */
    Bounded(IntSupplier max, Duration window) {
        this.max = max;
        this.window = window;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        if (kept.contains(id)) {
            return MeterFilterReply.NEUTRAL;
        }
        if (kept.size() >= max.getAsInt()) {
            refused.incrementAndGet();
            return MeterFilterReply.DENY;
        }
        kept.add(id);
        return MeterFilterReply.NEUTRAL;
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return DistributionStatisticConfig.builder().expiry(window).build().merge(config);
    }

    void removed(Meter meter) {
        kept.remove(meter.getId());
    }

    /** How often a meter was turned away. */
    long refused() {
        return refused.get();
    }
}
