package org.dharmic.swap.list;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.launcher.instance.Json;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;

/** A history entry as one line of JSON; docs/formats/swap.md describes it. */
public final class EntryJson {

    /** Readers take every earlier one. */
    private static final int FORMAT = 1;

    private EntryJson() {}

    public static String write(HistoryEntry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("v", FORMAT);
        line.put("id", entry.id());
        line.put("at", entry.at().toString());
        line.put("origin", entry.origin());
        line.put("result", entry.result().name());
        line.put("changes", entry.changes().stream().map(EntryJson::plain).toList());
        line.put("undoes", entry.undoes());
        line.put("reasons", entry.reasons());
        line.put("millis", entry.millis());
        line.put("pause_millis", entry.pauseMillis());
        return Json.write(line);
    }

    private static Map<String, Object> plain(Change change) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("bundle", change.symbolicName());
        plain.put("from", change.from().orElse(null));
        plain.put("to", change.to().orElse(null));
        plain.put("old_line", change.oldLine().orElse(null));
        plain.put("new_line", change.newLine().orElse(null));
        plain.put("sha256", change.sha256());
        return plain;
    }

    /** @throws IllegalArgumentException when it is no entry */
    public static HistoryEntry read(String json) {
        try {
            Map<String, Object> line =
                    Json.object(json).orElseThrow(() -> new IllegalArgumentException("no history entry: " + json));
            return new HistoryEntry(
                    text(line, "id"),
                    Instant.parse(text(line, "at")),
                    text(line, "origin"),
                    Outcome.Result.valueOf(text(line, "result")),
                    list(line, "changes").stream().map(EntryJson::change).toList(),
                    text(line, "undoes"),
                    list(line, "reasons").stream().map(String::valueOf).toList(),
                    number(line, "millis"),
                    number(line, "pause_millis"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no history entry: " + e.getMessage(), e);
        }
    }

    private static Change change(Object value) {
        if (!(value instanceof Map<?, ?> change)) {
            throw new IllegalArgumentException("no change: " + value);
        }
        return new Change(
                String.valueOf(change.get("bundle")),
                optional(change, "from"),
                optional(change, "to"),
                optional(change, "old_line"),
                optional(change, "new_line"),
                optional(change, "sha256").orElse(""));
    }

    private static Optional<String> optional(Map<?, ?> map, String key) {
        return Optional.ofNullable(map.get(key)).map(String::valueOf);
    }

    private static String text(Map<?, ?> map, String key) {
        return optional(map, key)
                .orElseThrow(() -> new IllegalArgumentException("history entry without " + key + ": " + map));
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list ? list : List.of();
    }

    private static long number(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
