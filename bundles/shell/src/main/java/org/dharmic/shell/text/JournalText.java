package org.dharmic.shell.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Item;
import org.dharmic.journal.JournalStats;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.journal.Verification;

/** The journal in words. */
public final class JournalText {

    private JournalText() {}

    public static Sheet list(List<Item> items) {
        Sheet.Builder sheet = Sheet.of("id", "stage", "created", "updated", "attempts", "sender", "reason", "subject");
        items.forEach(item -> sheet.row(
                item.id(),
                item.stage(),
                item.createdAt(),
                item.updatedAt(),
                item.attempts(),
                sender(item),
                Words.blankIsNone(Words.cut(Words.line(item.reason()), 60)),
                subject(item)));
        return sheet.build();
    }

    public static Sheet stats(JournalStats stats) {
        Sheet.Builder sheet = Sheet.of("stage", "items");
        for (Stage stage : Stage.values()) {
            sheet.row(stage, stats.items().getOrDefault(stage, 0L));
        }
        return sheet.build();
    }

    public static Card numbers(JournalStats stats) {
        return Card.of("oldest_waiting", stats.oldestWaiting())
                .with("pending_events", stats.pendingEvents())
                .with("bytes", stats.bytes())
                .build();
    }

    /** The whole story of an item. */
    public static String show(Item item, List<Transition> story, int width) {
        List<String> parts = new ArrayList<>();
        parts.add(head(item).text());
        parts.add(story(story).table(width));
        item.admitted().map(Step.Admitted::verdict).ifPresent(text -> parts.add(section("Verdict", text)));
        item.admitted().map(Step.Admitted::text).ifPresent(text -> parts.add(section("Question", text)));
        item.admitted()
                .map(Step.Admitted::attachments)
                .filter(files -> !files.isEmpty())
                .ifPresent(files -> parts.add(
                        "Attachments\n" + Words.indented(attachments(files).table(width))));
        item.outbound().map(Outbound::markdown).ifPresent(text -> parts.add(section("Text", text)));
        item.answered().ifPresent(answer -> {
            if (item.outbound().isEmpty()) {
                parts.add(section("Answer by " + Words.line(answer.executor()), answer.markdown()));
            }
            if (!answer.receiptJson().isBlank()) {
                parts.add(section("Receipt", receipt(answer.receiptJson())));
            }
        });
        return String.join("\n\n", parts);
    }

    public static Map<String, Object> json(Item item, List<Transition> story) {
        Map<String, Object> json = new LinkedHashMap<>(head(item).facts());
        json.put("story", objects(story(story)));
        json.put("verdict", item.admitted().map(Step.Admitted::verdict));
        json.put("question", item.admitted().map(Step.Admitted::text));
        json.put(
                "attachments",
                objects(attachments(
                        item.admitted().map(Step.Admitted::attachments).orElse(List.of()))));
        json.put("answer", item.answered().map(Step.Answered::markdown));
        json.put("receipt", item.answered().map(Step.Answered::receiptJson).flatMap(Json::read));
        return json;
    }

    private static List<Map<String, Object>> objects(Sheet sheet) {
        return sheet.rows().stream().map(sheet::object).toList();
    }

    static Sheet attachments(List<Attachment> files) {
        Sheet.Builder sheet = Sheet.of("type", "bytes", "kept", "name");
        files.forEach(file -> sheet.row(file.type(), file.size(), file.bytes().isPresent(), file.name()));
        return sheet.build();
    }

    /** What a look at everything has found. */
    public static Card verified(Verification found) {
        return Card.of("sound", found.isSound())
                .with("items", found.items())
                .with("files", found.files())
                .with("took_ms", found.took().toMillis())
                .with("findings", found.findings())
                .build();
    }

    /** As {@link #verified}, for people. */
    public static String verification(Verification found) {
        List<String> lines = new ArrayList<>();
        lines.add(found.items() + " items and " + found.files() + " spooled files looked at in "
                + found.took().toMillis() + " ms");
        if (found.isSound()) {
            lines.add("Sound.");
        }
        found.findings().forEach(finding -> lines.add("- " + Words.line(finding)));
        return String.join("\n", lines);
    }

    private static Card head(Item item) {
        return Card.of("id", item.id())
                .with("stage", item.stage())
                .with("reason", Words.blankIsNone(item.reason()))
                .with("attempts", item.attempts())
                .with("account", Words.blankIsNone(item.account()))
                .with("released", item.released() ? Optional.of("by a person, after its rejection") : Optional.empty())
                .with("about", item.outbound().map(Outbound::about).filter(about -> !about.isBlank()))
                .with("sender", sender(item))
                .with("tier", item.admitted().map(Step.Admitted::tier))
                .with("scope", item.admitted().map(Step.Admitted::scope))
                .with("thread", item.admitted().map(Step.Admitted::thread))
                .with("recipient", recipient(item))
                .with("subject", subject(item))
                .with("message_id", item.admitted().map(Step.Admitted::messageId))
                .with("reply_id", item.ready().map(Step.Ready::messageId))
                .with("bytes", item.arrival().map(arrival -> arrival.spooled().size()))
                .with("created", item.createdAt())
                .with("updated", item.updatedAt())
                .with(
                        "took_ms",
                        Duration.between(item.createdAt(), item.updatedAt()).toMillis())
                .build();
    }

    /** Every step with the milliseconds since the one before, and since the first. */
    static Sheet story(List<Transition> story) {
        Sheet.Builder sheet = Sheet.of("at", "ms", "sum_ms", "stage", "worker", "note");
        Instant before = null;
        for (Transition step : story) {
            long millis =
                    before == null ? 0 : Duration.between(before, step.at()).toMillis();
            sheet.row(
                    step.at(),
                    millis,
                    Duration.between(story.get(0).at(), step.at()).toMillis(),
                    step.stage(),
                    Words.blankIsNone(step.worker()),
                    Words.blankIsNone(Words.line(step.note())));
            before = step.at();
        }
        return sheet.build();
    }

    /** A receipt as lines of names and values, whatever its version wrote into it. */
    static String receipt(String receiptJson) {
        Optional<Object> parsed = Json.read(receiptJson);
        if (parsed.isEmpty() || !(parsed.get() instanceof Map<?, ?> receipt)) {
            return receiptJson;
        }
        List<String> lines = new ArrayList<>();
        receipt.forEach((name, value) -> {
            if (value instanceof Collection<?> many) {
                if (!many.isEmpty()) {
                    lines.add(name + ":");
                    many.forEach(each -> lines.add("  - " + Words.cell(each)));
                }
            } else if (value != null && !value.toString().isEmpty()) {
                lines.add(name + ": " + Words.cell(value));
            }
        });
        return String.join("\n", lines);
    }

    private static String section(String heading, String text) {
        return heading + "\n" + (text.isBlank() ? "  (empty)" : Words.indented(text));
    }

    private static Optional<String> sender(Item item) {
        return item.admitted().map(Step.Admitted::sender);
    }

    private static Optional<String> recipient(Item item) {
        return item.ready().map(Step.Ready::recipient).or(() -> item.outbound().map(Outbound::to));
    }

    private static Optional<String> subject(Item item) {
        return item.admitted().map(Step.Admitted::subject).or(() -> item.outbound()
                .map(Outbound::subject));
    }
}
