package org.dharmic.shell.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.RecurringWord;
import org.dharmic.strangememory.WitnessStatus;

/** What strange memory answers, in words. Each method is a pure function of its arguments. */
public final class StrangeMemoryText {

    private StrangeMemoryText() {}

    /** The required fields of the layer in columns, everything else in one. */
    public static Sheet entries(Layer layer, List<Entry> entries) {
        List<String> columns = new ArrayList<>();
        columns.add("at");
        columns.add("more");
        columns.addAll(layer.required());
        List<List<Object>> rows = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, Object> more = new LinkedHashMap<>(entry.fields());
            more.keySet().removeAll(layer.required());
            more.values().removeIf(value -> value.toString().isEmpty() || value instanceof Map<?, ?> m && m.isEmpty());
            List<Object> row = new ArrayList<>();
            row.add(entry.at());
            row.add(more.isEmpty() ? Optional.empty() : more);
            layer.required()
                    .forEach(field -> row.add(Optional.ofNullable(entry.fields().get(field))));
            rows.add(row);
        }
        return new Sheet(columns, rows);
    }

    public static Sheet layers(MemorySummary summary) {
        Sheet.Builder sheet = Sheet.of("layer", "entries");
        for (Layer layer : Layer.values()) {
            sheet.row(layer.fileName(), summary.entries().getOrDefault(layer, 0L));
        }
        return sheet.build();
    }

    public static Sheet words(List<RecurringWord> words) {
        Sheet.Builder sheet = Sheet.of("occurrences", "first_seen", "last_seen", "word");
        words.forEach(word -> sheet.row(word.occurrences(), word.firstSeen(), word.lastSeen(), word.word()));
        return sheet.build();
    }

    public static Card witness(WitnessStatus status) {
        return Card.of("entries", status.entries())
                .with("distribution", new TreeMap<>(status.distribution()))
                .with("genuine_ratio", status.genuineRatio())
                .with("stability", status.stability())
                .with("contractions", status.contractions())
                .with("delta", status.delta())
                .with("developing", status.developing())
                .with("explanation", status.explanation())
                .build();
    }
}
