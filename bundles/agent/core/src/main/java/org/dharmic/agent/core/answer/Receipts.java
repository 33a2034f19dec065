package org.dharmic.agent.core.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dharmic.agent.core.text.Json;
import org.dharmic.agent.core.text.Text;
import org.dharmic.context.Receipt;

/** Receipts as JSON, format 1 (docs/formats/receipt.md), and as words. The names are written out: a record may be renamed. */
public final class Receipts {

    private Receipts() {}

    public static String json(Receipt receipt) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("format", 1);
        node.put("at", receipt.at().toString());
        node.put("executor", receipt.executor());
        node.put("model", receipt.model());
        ArrayNode contributions = node.putArray("contributions");
        for (Receipt.Contribution each : receipt.contributions()) {
            contributions
                    .addObject()
                    .put("name", each.name())
                    .put("outcome", each.outcome().name())
                    .put("blocks", each.blocks())
                    .put("chars", each.chars())
                    .put("tookMs", each.took().toMillis())
                    .put("note", each.note());
        }
        receipt.citations().forEach(node.putArray("citations")::add);
        receipt.attempts().forEach(node.putArray("attempts")::add);
        node.put("contextMs", receipt.contextTook().toMillis());
        node.put("executorMs", receipt.executorTook().toMillis());
        node.put("costMicros", receipt.costMicros());
        return node.toString();
    }

    /** The receipt again; empty when the text is none. */
    public static Optional<Receipt> parse(String json) {
        try {
            JsonNode node = Json.MAPPER.readTree(json);
            List<Receipt.Contribution> contributions = new ArrayList<>();
            for (JsonNode each : node.path("contributions")) {
                contributions.add(new Receipt.Contribution(
                        each.path("name").asText(),
                        Receipt.Outcome.valueOf(each.path("outcome").asText()),
                        each.path("blocks").asInt(),
                        each.path("chars").asInt(),
                        Duration.ofMillis(each.path("tookMs").asLong()),
                        each.path("note").asText()));
            }
            return Optional.of(new Receipt(
                    Instant.parse(node.path("at").asText()),
                    node.path("executor").asText(),
                    node.path("model").asText(),
                    contributions,
                    texts(node.path("citations")),
                    texts(node.path("attempts")),
                    Duration.ofMillis(node.path("contextMs").asLong()),
                    Duration.ofMillis(node.path("executorMs").asLong()),
                    node.path("costMicros").asLong()));
        } catch (JsonProcessingException | DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /**
     * The receipt in Markdown, for the person who got the answer.
     *
     * @param wholly with the reasons of failures, which may name files of this machine
     */
    public static String words(Receipt receipt, boolean wholly) {
        StringBuilder text = new StringBuilder();
        text.append("The previous answer was written by **")
                .append(Text.plain(receipt.executor()))
                .append("**");
        if (!receipt.model().isEmpty()) {
            text.append(" with the model ").append(Text.code(receipt.model()));
        }
        text.append(" in ")
                .append(Text.seconds(receipt.executorTook()))
                .append(", at ")
                .append(receipt.at())
                .append(".\n\n");
        if (!receipt.attempts().isEmpty()) {
            text.append("Tried before:\n\n");
            receipt.attempts().forEach(each -> text.append("- ")
                    .append(Text.plain(wholly ? each : each.replaceFirst(":.*", "")))
                    .append('\n'));
            text.append('\n');
        }
        if (!receipt.contributions().isEmpty()) {
            text.append("Context, gathered in ")
                    .append(Text.seconds(receipt.contextTook()))
                    .append(":\n\n");
            for (Receipt.Contribution each : receipt.contributions()) {
                text.append("- ")
                        .append(Text.plain(each.name()))
                        .append(": ")
                        .append(outcome(each, wholly))
                        .append('\n');
            }
            text.append('\n');
        }
        if (receipt.citations().isEmpty()) {
            text.append("No places stood before it.\n");
        } else {
            text.append("Places that stood before it:\n\n");
            receipt.citations()
                    .forEach(each -> text.append("- ").append(Text.code(each)).append('\n'));
        }
        return text.toString();
    }

    private static String outcome(Receipt.Contribution each, boolean wholly) {
        return switch (each.outcome()) {
            case GIVEN ->
                each.blocks() + (each.blocks() == 1 ? " piece, " : " pieces, ") + each.chars() + " characters";
            case NOTHING -> "nothing to say";
            case LATE -> "too late, left out after " + each.took().toMillis() + " ms";
            case FAILED -> wholly ? "failed: " + Text.plain(each.note()) : "failed";
        };
    }
}
