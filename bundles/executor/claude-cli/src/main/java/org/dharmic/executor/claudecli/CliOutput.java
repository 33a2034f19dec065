package org.dharmic.executor.claudecli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.OptionalInt;
import org.dharmic.executor.Completion;

/**
 * Understands what the program prints, one JSON object in a line. Unknown types and fields are passed over; the order of
 * keys differs between versions. Nothing but the text of a good {@code result} ever becomes an answer.
 */
final class CliOutput implements CliProcess.Lines {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_TEXT = 2_000;

    private final Clock clock;
    /** Start of the lines that are no JSON: the program reports some faults in plain text. */
    private final StringBuilder plain = new StringBuilder();

    private String model = "";
    private boolean offersTools;
    private JsonNode result;

    CliOutput(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean line(String line) {
        if (line.isBlank()) {
            return false;
        }
        JsonNode node = parsed(line);
        if (node == null || !node.isObject()) {
            if (plain.length() < FIRST_TEXT) {
                plain.append(line, 0, Math.min(line.length(), FIRST_TEXT)).append('\n');
            }
            return false;
        }
        switch (node.path("type").asText()) {
            case "system" -> {
                if (node.path("subtype").asText().equals("init")) {
                    model = node.path("model").asText(model);
                    offersTools |= !node.path("tools").isEmpty()
                            || !node.path("mcp_servers").isEmpty();
                }
            }
            case "result" -> result = node;
            default -> {
                // Other types are for those who watch.
            }
        }
        return hasResult() || offersTools();
    }

    boolean hasResult() {
        return result != null;
    }

    /** The model could do more than write: such a run must end at once. */
    boolean offersTools() {
        return offersTools;
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /**
     * What the run came to.
     *
     * @param exitCode of the process; empty when it had not ended yet
     */
    Completion completion(OptionalInt exitCode) {
        if (offersTools) {
            return new Completion.Retry(
                    Duration.ofHours(1),
                    "the program offers tools although all were switched off: its version does not fit, see "
                            + ClaudeCliSettings.FILE + ", key command");
        }
        if (result == null) {
            return Faults.read(plain.toString(), 0, clock.instant())
                    .orElseGet(() -> new Completion.Retry(
                            Duration.ofSeconds(5),
                            "the program ended "
                                    + (exitCode.isPresent() ? "with exit code " + exitCode.getAsInt() + " " : "")
                                    + "without a result"));
        }
        String text = result.path("result").asText("").strip();
        int status = result.path("api_error_status").asInt(0);
        // "success" stands there even for faults of the API; an explicit error subtype is one all the same.
        boolean failed = result.path("is_error").asBoolean(true)
                || result.path("subtype").asText().startsWith("error");
        if (failed) {
            return failure(text, status);
        }
        if (result.path("num_turns").asInt(1) == 0) {
            return new Completion.Retry(Duration.ofSeconds(5), "the program answered by itself, without the model");
        }
        if (Faults.isLimitNotice(text)) {
            return Faults.read(text, 429, clock.instant()).orElseThrow();
        }
        if (text.isEmpty()) {
            return new Completion.Retry(Duration.ofSeconds(5), "the answer was empty");
        }
        JsonNode usage = result.path("usage");
        long input = usage.path("input_tokens").asLong()
                + usage.path("cache_creation_input_tokens").asLong()
                + usage.path("cache_read_input_tokens").asLong();
        return new Completion.Done(
                text,
                usedModel(),
                new Completion.Usage(input, usage.path("output_tokens").asLong()),
                Math.max(0, Math.round(result.path("total_cost_usd").asDouble() * 1_000_000)));
    }

    private Completion failure(String text, int status) {
        String stop = result.path("stop_reason").asText();
        if (stop.equals("refusal")) {
            return new Completion.Rejected("the model refused");
        }
        if (stop.equals("max_tokens")) {
            return new Completion.Rejected(
                    "the answer was longer than output.max.tokens allows (" + ClaudeCliSettings.FILE + ")");
        }
        return Faults.read(text, status, clock.instant())
                .orElseGet(() -> new Completion.Retry(
                        Duration.ofSeconds(10),
                        "the program reported a failure" + (status == 0 ? "" : " (HTTP " + status + ")")));
    }

    private String usedModel() {
        Iterator<String> used = result.path("modelUsage").fieldNames();
        return used.hasNext() ? used.next() : model;
    }
}
