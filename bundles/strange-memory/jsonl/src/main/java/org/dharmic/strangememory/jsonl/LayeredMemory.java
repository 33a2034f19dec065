package org.dharmic.strangememory.jsonl;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;

/** All layers in one folder. Safe for many threads. */
final class LayeredMemory {

    private static final int LAST = 3;
    private static final int OBSERVATION_CHARS = 100;
    private static final int NOTES_CHARS = 80;
    private static final int WITNESS_CONTEXT_CHARS = 200;

    private final Path folder;
    private final Clock clock;
    private final Map<Layer, LayerFile> files = new EnumMap<>(Layer.class);

    LayeredMemory(Path folder, Clock clock, Disk disk, IntSupplier tailEntries) {
        this.folder = folder;
        this.clock = clock;
        for (Layer layer : Layer.values()) {
            files.put(layer, new LayerFile(folder.resolve(layer.fileName() + ".jsonl"), clock, disk, tailEntries));
        }
    }

    Path folder() {
        return folder;
    }

    LayerFile file(Layer layer) {
        return files.get(layer);
    }

    /** Mends and counts every layer, so that nobody has to wait for it later. */
    void open(BooleanSupplier stop) {
        for (LayerFile file : files.values()) {
            if (stop.getAsBoolean()) {
                return;
            }
            file.open();
            file.counts(stop);
        }
    }

    /** Nothing is written any more; an append that hangs on its disk is awaited that long. */
    void close(Duration wait) {
        files.values().forEach(file -> file.close(wait));
    }

    boolean append(Layer layer, String key, Map<String, Object> fields) {
        Objects.requireNonNull(key, "key");
        return append(layer, Map.of(key, fields)) > 0;
    }

    /** All or none. Returns how many were new. */
    int append(Layer layer, Map<String, Map<String, Object>> entries) {
        Objects.requireNonNull(layer, "layer");
        Instant now = clock.instant();
        List<Addition> lines = new ArrayList<>();
        List<Addition> witnesses = new ArrayList<>();
        entries.forEach((key, fields) -> {
            Map<String, Object> checked = LayerRules.checked(layer, fields);
            lines.add(line(now, key, checked));
            if (layer == Layer.META_OBSERVATIONS) {
                witnesses.add(line(now, key, witness(checked)));
            }
        });
        // The witness belongs to the meta-observation: both are on disk, or neither.
        return file(layer)
                .append(
                        lines,
                        witnesses.isEmpty()
                                ? () -> {}
                                : () -> file(Layer.WITNESS_STABILITY).append(witnesses, () -> {}));
    }

    private Addition line(Instant at, String key, Map<String, Object> fields) {
        return new Addition(key, EntryFormat.line(at, clock.getZone(), key, fields));
    }

    private static Map<String, Object> witness(Map<String, Object> metaObservation) {
        String quality = metaObservation.get("quality").toString();
        String notes = metaObservation.get("notes").toString();
        Map<String, Object> witness = new LinkedHashMap<>();
        witness.put("quality", quality);
        witness.put("genuine_confidence", Witness.confidence(quality, notes));
        witness.put("context", cut(notes, WITNESS_CONTEXT_CHARS));
        return witness;
    }

    List<Entry> recent(Layer layer, int n) {
        return file(layer).recent(n);
    }

    MemorySummary summary(BooleanSupplier stop) {
        Map<Layer, Long> entries = new EnumMap<>(Layer.class);
        long unreadable = 0;
        for (Map.Entry<Layer, LayerFile> each : files.entrySet()) {
            Counts counts = each.getValue().counts(stop);
            entries.put(each.getKey(), counts.entries());
            unreadable += counts.unreadable();
        }
        return new MemorySummary(entries, unreadable, text());
    }

    /** The last observations, how they were met, and what developed; empty when there is nothing. */
    String text() {
        List<String> parts = new ArrayList<>();
        part("Recent observations", Layer.OBSERVATIONS, entry -> cut(entry.text("content"), OBSERVATION_CHARS))
                .ifPresent(parts::add);
        part(
                        "How they were met",
                        Layer.META_OBSERVATIONS,
                        entry -> "[" + entry.text("quality") + "] " + cut(entry.text("notes"), NOTES_CHARS))
                .ifPresent(parts::add);
        part("Developments", Layer.DEVELOPMENT, entry -> cut(entry.text("what_changed"), OBSERVATION_CHARS))
                .ifPresent(parts::add);
        return String.join("\n\n", parts);
    }

    private Optional<String> part(String heading, Layer layer, Function<Entry, String> line) {
        List<Entry> last = recent(layer, LAST);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(heading).append(':');
        last.forEach(entry -> text.append("\n- ").append(line.apply(entry)));
        return Optional.of(text.toString());
    }

    /** One line of at most {@code max} characters that splits no surrogate pair. */
    static String cut(String text, int max) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= max) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(max - 1)) ? max - 1 : max;
        return line.substring(0, end);
    }
}
