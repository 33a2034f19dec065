package org.dharmic.shell.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dharmic.agent.AgentStatus;
import org.dharmic.agent.Answer;
import org.dharmic.context.Receipt;
import org.dharmic.deepmemory.Fact;
import org.dharmic.heartbeat.Beat;
import org.dharmic.metrics.Reading;
import org.dharmic.metrics.Resources;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.RecurringWord;
import org.dharmic.strangememory.WitnessStatus;
import org.dharmic.telos.Development;
import org.dharmic.telos.Orientation;
import org.dharmic.vault.Passage;

/** What the rooms answer, in words. Each method is a pure function of its arguments. */
public final class RoomText {

    private static final double MICROS = 1_000_000.0;

    private RoomText() {}

    // ---- agent

    public static Card agent(AgentStatus status) {
        return Card.of("paused", status.paused())
                .with("busy", status.busy())
                .with("concurrency", status.concurrency())
                .with(
                        "executors",
                        status.executors().stream()
                                .map(AgentStatus.ExecutorLine::name)
                                .toList())
                .build();
    }

    public static Sheet executors(AgentStatus status) {
        Sheet.Builder sheet = Sheet.of("name", "ranking", "usable", "reason");
        status.executors()
                .forEach(line ->
                        sheet.row(line.name(), line.ranking(), line.usable(), Words.blankIsNone(line.reason())));
        return sheet.build();
    }

    /** The answer, a rule, and what it was made of. */
    public static String answer(Answer answer) {
        return Words.block(answer.markdown()).strip() + "\n\n---\n"
                + receipt(answer.receipt()).text();
    }

    public static Card receipt(Receipt receipt) {
        Card.Builder card = Card.of("executor", receipt.executor())
                .with("model", Words.blankIsNone(receipt.model()))
                .with("sources", receipt.citations())
                .with("context_ms", receipt.contextTook().toMillis())
                .with("executor_ms", receipt.executorTook().toMillis())
                .with("cost_usd", receipt.costMicros() / MICROS)
                .with(
                        "contributions",
                        receipt.contributions().stream()
                                .map(RoomText::contribution)
                                .toList());
        if (!receipt.attempts().isEmpty()) {
            card.with("attempts", receipt.attempts());
        }
        return card.build();
    }

    private static String contribution(Receipt.Contribution part) {
        String outcome = part.outcome() == Receipt.Outcome.GIVEN
                ? part.blocks() + " block(s), " + part.chars() + " chars"
                : part.outcome().name().toLowerCase(Locale.ROOT);
        String note = part.note().isBlank() ? "" : ", " + part.note();
        return part.name() + " (" + outcome + ", " + part.took().toMillis() + " ms" + note + ")";
    }

    // ---- telos

    public static String telos(Orientation orientation) {
        List<String> parts = new ArrayList<>();
        parts.add("Ultimate aim (never changes)\n" + Words.indented(orientation.ultimateAim())
                + (orientation.ultimateDescription().isBlank()
                        ? ""
                        : "\n" + Words.indented(orientation.ultimateDescription())));
        parts.add("Proximate aims"
                + (orientation.updated().isBlank() ? "" : ", updated " + Words.line(orientation.updated()))
                + (orientation.reasonForUpdate().isBlank() ? "" : ": " + Words.line(orientation.reasonForUpdate()))
                + "\n"
                + bullets(orientation.proximateAims()));
        if (!orientation.attractors().isEmpty()) {
            parts.add("Attractors\n"
                    + bullets(orientation.attractors().entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .toList()));
        }
        return String.join("\n\n", parts);
    }

    private static String bullets(List<String> lines) {
        return String.join(
                "\n", lines.stream().map(line -> "  - " + Words.line(line)).toList());
    }

    public static Map<String, Object> telosJson(Orientation orientation, Optional<String> problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ultimate_aim", orientation.ultimateAim());
        json.put("ultimate_description", orientation.ultimateDescription());
        json.put("proximate_aims", orientation.proximateAims());
        json.put("updated", orientation.updated());
        json.put("reason_for_update", orientation.reasonForUpdate());
        json.put("attractors", orientation.attractors());
        json.put("problem", problem);
        return json;
    }

    public static Sheet history(List<Development> history) {
        Sheet.Builder sheet = Sheet.of("at", "previous", "now", "reason");
        history.forEach(change ->
                sheet.row(Words.blankIsNone(change.timestamp()), change.previous(), change.now(), change.reason()));
        return sheet.build();
    }

    // ---- strange memory

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

    // ---- deep memory

    public static Sheet facts(List<Fact> facts) {
        Sheet.Builder sheet = Sheet.of("id", "updated", "topics", "text");
        facts.forEach(fact -> sheet.row(
                fact.id(), fact.updatedAt(), fact.topics().isEmpty() ? Optional.empty() : fact.topics(), fact.text()));
        return sheet.build();
    }

    // ---- vault

    public static Card passage(Passage passage) {
        return Card.of("path", passage.path())
                .with("first_line", passage.firstLine())
                .with("last_line", passage.lastLine())
                .with("total_lines", passage.totalLines())
                .with("content_hash", passage.contentHash())
                .with("text", passage.text())
                .build();
    }

    public static String place(Passage passage) {
        return Words.line(passage.path()) + ", lines " + passage.firstLine() + "-" + passage.lastLine() + " of "
                + passage.totalLines() + ", @" + passage.contentHash();
    }

    // ---- heartbeat

    public static Sheet checks(Beat beat) {
        Sheet.Builder sheet = Sheet.of("check", "status", "ms", "message");
        beat.checks()
                .forEach(check ->
                        sheet.row(check.name(), check.status(), check.took().toMillis(), check.message()));
        return sheet.build();
    }

    public static String beat(Beat beat) {
        return beat.status() + " at " + Words.time(beat.at()) + ", "
                + beat.checks().size() + " checks in " + beat.took().toMillis() + " ms";
    }

    // ---- metrics

    public static Sheet readings(List<Reading> readings) {
        Sheet.Builder sheet = Sheet.of("name", "kind", "value", "mean", "p50", "p95", "p99", "max", "tags");
        readings.forEach(reading -> {
            Map<String, Double> values = reading.values();
            sheet.row(
                    reading.name(),
                    reading.kind(),
                    Optional.ofNullable(values.getOrDefault("value", values.get("count"))),
                    Optional.ofNullable(values.get("mean")),
                    Optional.ofNullable(values.get("p50")),
                    Optional.ofNullable(values.get("p95")),
                    Optional.ofNullable(values.get("p99")),
                    Optional.ofNullable(values.get("max")),
                    reading.tags().isEmpty() ? Optional.empty() : reading.tags());
        });
        return sheet.build();
    }

    public static Card resources(Resources resources) {
        return Card.of("rss_bytes", known(resources.rssBytes()))
                .with("rss_anon_bytes", known(resources.rssAnonBytes()))
                .with("heap_used_bytes", known(resources.heapUsedBytes()))
                .with("heap_max_bytes", known(resources.heapMaxBytes()))
                .with("threads", known(resources.threads()))
                .with("descriptors", known(resources.descriptors()))
                .with("cpu_seconds", known(resources.cpuSeconds()))
                .with("cpu_load", known(resources.cpuLoad()))
                .with("uptime_seconds", known(resources.uptimeSeconds()))
                .build();
    }

    /** The contract says -1 where the system does not tell. */
    private static Optional<Number> known(Number value) {
        return value.doubleValue() < 0 ? Optional.empty() : Optional.of(value);
    }
}
