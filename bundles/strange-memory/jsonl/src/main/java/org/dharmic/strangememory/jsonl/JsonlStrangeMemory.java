package org.dharmic.strangememory.jsonl;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.strangememory.StrangeMemoryException;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The strange memory as one JSON lines file for each layer. */
@Component(
        service = {StrangeMemory.class, JsonlStrangeMemory.class, HealthCheck.class},
        immediate = true,
        configurationPid = JsonlStrangeMemory.PID,
        property = {HealthCheck.NAME + "=strange-memory.jsonl", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = JsonlConfig.class)
public final class JsonlStrangeMemory implements StrangeMemory, HealthCheck {

    static final String PID = "org.dharmic.strangememory.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(JsonlStrangeMemory.class);

    private record State(Result.Status status, Instant since) {}

    private final Clock clock = Clock.systemDefaultZone();
    private final Gate gate = new Gate("strange-memory.jsonl");
    private final Meters meters = new Meters();
    private final ThreadFactory threads = Threads.named("strange-memory-open");
    private final BundleContext context;
    private final AtomicReference<JsonlSettings> settings;
    private final AtomicReference<LayeredMemory> memory;
    private final AtomicReference<State> state = new AtomicReference<>();

    @Activate
    public JsonlStrangeMemory(BundleContext context, JsonlConfig config) {
        this.context = context;
        settings = new AtomicReference<>(settings(config));
        memory = new AtomicReference<>(memory(settings.get()));
        gauges();
        LOG.info(
                "Strange memory in {}, the last {} entries of each layer in memory",
                settings.get().folder(),
                settings.get().tailEntries());
        openInBackground(memory.get());
    }

    @Modified
    void modified(JsonlConfig config) {
        JsonlSettings next = settings(config);
        JsonlSettings before = settings.getAndSet(next);
        if (!next.folder().equals(before.folder())) {
            LayeredMemory opened = memory(next);
            if (!gate.exchange(next.drain(), () -> memory.getAndSet(opened).close(Duration.ZERO))) {
                LOG.warn("Calls went on in {} when it was left; they may have failed", before.folder());
            }
            openInBackground(opened);
        }
        LOG.info(
                "Strange memory in {}, the last {} entries of each layer in memory", next.folder(), next.tailEntries());
    }

    @Deactivate
    void deactivate() {
        long begun = System.nanoTime();
        int inside = gate.inside();
        boolean drained = true;
        try {
            drained = gate.drain(settings.get().drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            memory.get().close(Duration.ZERO);
            meters.close();
        }
        LOG.info(
                "Strange memory leaves, drained {} of {} calls in {} ms",
                drained ? inside : inside - gate.inside(),
                inside,
                (System.nanoTime() - begun) / 1_000_000);
    }

    private JsonlSettings settings(JsonlConfig config) {
        return JsonlSettings.from(config, DataFolder.resolve(context, config.folder(), "strange-memory"));
    }

    private LayeredMemory memory(JsonlSettings opened) {
        return new LayeredMemory(
                opened.folder(), clock, Disk.REAL, () -> settings.get().tailEntries());
    }

    /** Mending, keys and counts take as long as the files are large: never while others wait for the activation. */
    private void openInBackground(LayeredMemory opened) {
        threads.newThread(() -> {
                    if (!gate.enter()) {
                        return;
                    }
                    try {
                        opened.open(gate::isAwaited);
                    } catch (StrangeMemoryException e) {
                        if (gate.isDraining()) {
                            return;
                        }
                        LOG.error("Strange memory could not be opened; the next call tries again", e);
                    } finally {
                        gate.leave();
                    }
                })
                .start();
    }

    private void gauges() {
        for (Layer layer : Layer.values()) {
            meters.gauge(
                    "strange_memory_entries_count",
                    () -> counts(layer).map(Counts::entries).orElse(0L),
                    "layer",
                    layer.fileName());
            meters.gauge(
                    "strange_memory_unreadable_count",
                    () -> counts(layer).map(Counts::unreadable).orElse(0L),
                    "layer",
                    layer.fileName());
        }
    }

    private Optional<Counts> counts(Layer layer) {
        return memory.get().file(layer).countsNow();
    }

    // ---- StrangeMemory

    @Override
    public boolean append(Layer layer, String key, Map<String, Object> fields) {
        return gate.through(() -> {
            long begun = System.nanoTime();
            boolean fresh = memory.get().append(layer, key, fields);
            meters.timeSince("strange_memory_append_seconds", begun, "layer", layer.fileName());
            return fresh;
        });
    }

    @Override
    public void appendAll(Layer layer, Map<String, Map<String, Object>> entries) {
        gate.through(() -> {
            long begun = System.nanoTime();
            int fresh = memory.get().append(layer, entries);
            meters.timeSince("strange_memory_append_seconds", begun, "layer", layer.fileName());
            return fresh;
        });
    }

    @Override
    public List<Entry> recent(Layer layer, int n) {
        return gate.through(() -> {
            long begun = System.nanoTime();
            List<Entry> entries = memory.get().recent(layer, n);
            meters.timeSince("strange_memory_recent_seconds", begun, "layer", layer.fileName());
            return entries;
        });
    }

    @Override
    public MemorySummary summary() {
        return gate.through(() -> {
            MemorySummary summary = memory.get().summary(gate::isAwaited);
            if (gate.isAwaited()) {
                throw new Gate.Leaving("strange-memory.jsonl"); // it may have been counted half
            }
            return summary;
        });
    }

    /** The short account without the numbers, for a prompt: never waits for a count. */
    String text() {
        return gate.through(() -> memory.get().text());
    }

    List<String> takeOver(Path folder) throws IOException {
        if (!gate.enter()) {
            throw new Gate.Leaving("strange-memory.jsonl");
        }
        try {
            return new Merge(memory.get()).from(folder);
        } finally {
            gate.leave();
        }
    }

    // ---- health

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (gate.isAwaited()) {
            log.temporarilyUnavailable("the strange memory is being exchanged");
            return new Result(log);
        }
        LayeredMemory now = memory.get();
        long entries = 0;
        boolean counting = false;
        for (Layer layer : Layer.values()) {
            LayerFile file = now.file(layer);
            Optional<Counts> counts = file.countsNow();
            counting |= counts.isEmpty();
            entries += counts.map(Counts::entries).orElse(0L);
            file.failure()
                    .ifPresent(
                            why -> log.critical("{}; free space or mend the folder, the next append tries again", why));
            if (file.torn() > 0) {
                // Mended, and never acknowledged to anybody: worth knowing, nothing to do.
                log.info("{} torn line(s) of {} were moved to {}.torn", file.torn(), file.path(), file.path());
            }
            counts.filter(c -> c.unreadable() > 0)
                    .ifPresent(c -> log.warn(
                            "{} line(s) of {} cannot be read and are skipped; their bytes are kept",
                            c.unreadable(),
                            file.path()));
        }
        log.info("{} with {}{} entries", now.folder(), counting ? "at least " : "", entries);
        // Only now: a log without a line counts as a warning.
        Result.Status status = log.getAggregateStatus();
        State since = state.updateAndGet(before -> before != null && before.status() == status
                ? before
                : new State(status, clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        log.info("{} since {}", status.name().toLowerCase(Locale.ROOT), since.since());
        return new Result(log);
    }

    // ---- other houses

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }
}
