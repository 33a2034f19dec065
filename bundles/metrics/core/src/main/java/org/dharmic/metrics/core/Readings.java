package org.dharmic.metrics.core;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.dharmic.metrics.Reading;

/** Turns the library's meters into readings. */
final class Readings {

    private static final Comparator<Reading> BY_NAME_AND_TAGS = Comparator.comparing(Reading::name)
            .thenComparing(reading -> reading.tags().toString());

    private Readings() {}

    static List<Reading> of(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Readings::of)
                .sorted(BY_NAME_AND_TAGS)
                .toList();
    }

    private static Reading of(Meter meter) {
        if (meter instanceof Timer timer) {
            return reading(meter, "timer", of(timer));
        }
        if (meter instanceof Counter counter) {
            return reading(meter, "counter", Map.of("value", counter.count()));
        }
        if (meter instanceof FunctionCounter counter) {
            return reading(meter, "counter", Map.of("value", counter.count()));
        }
        if (meter instanceof Gauge gauge) {
            return reading(meter, "gauge", Map.of("value", gauge.value()));
        }
        Iterator<Measurement> measured = meter.measure().iterator();
        return reading(
                meter,
                "gauge",
                Map.of("value", measured.hasNext() ? measured.next().getValue() : Double.NaN));
    }

    private static Map<String, Double> of(Timer timer) {
        HistogramSnapshot seen = timer.takeSnapshot();
        Map<String, Double> values = new HashMap<>();
        values.put("count", (double) seen.count());
        values.put("mean", seen.mean(TimeUnit.SECONDS));
        values.put("max", seen.max(TimeUnit.SECONDS));
        for (ValueAtPercentile each : seen.percentileValues()) {
            values.put("p" + Math.round(each.percentile() * 100), each.value(TimeUnit.SECONDS));
        }
        return values;
    }

    private static Reading reading(Meter meter, String kind, Map<String, Double> values) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (Tag tag : meter.getId().getTagsAsIterable()) {
            tags.put(tag.getKey(), tag.getValue());
        }
        return new Reading(meter.getId().getName(), tags, kind, values);
    }
}
