package org.dharmic.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Measurements for people. Rooms record through the {@code io.micrometer.core.instrument.MeterRegistry} service of the
 * same provider. Safe for many threads.
 */
@ProviderType
public interface Metrics {

    /** Every meter, by name and tags. */
    List<Reading> readings();

    /** What the process uses now. */
    Resources resources();

    /** Everything in the Prometheus text format. */
    String prometheus();
}
