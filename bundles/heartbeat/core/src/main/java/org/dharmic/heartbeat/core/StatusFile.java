package org.dharmic.heartbeat.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.dharmic.heartbeat.Beat;
import org.dharmic.support.files.PrivateFiles;

/**
 * The file by which those outside know how it goes: whole or not at all, for the owner alone. Its format is a promise,
 * see {@code docs/formats/status.md}.
 *
 * <p>Written by one thread.
 */
final class StatusFile {

    private static final JsonFactory JSON = new JsonFactory();

    enum State {
        starting,
        running,
        stopping,
        error
    }

    private final Path file;
    private final Clock clock;
    private final long pid;
    private final Instant started;
    private long readyAfterMillis = -1;
    private Set<String> criticalBefore = Set.of();

    /** @param started when the process was; together with the pid it tells this process from an earlier one */
    StatusFile(Path file, Clock clock, long pid, Instant started) {
        this.file = file;
        this.clock = clock;
        this.pid = pid;
        this.started = started;
    }

    static StatusFile ofThisProcess(Path file, Clock clock) {
        Instant started =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        return new StatusFile(file, clock, ProcessHandle.current().pid(), started);
    }

    /**
     * Takes over what an earlier revision in the same process wrote.
     *
     * @return true when the machine was already running then
     */
    boolean adopt() {
        try (JsonParser parser = JSON.createParser(Files.readAllBytes(file))) {
            String status = "";
            long writtenBy = -1;
            String writtenSince = "";
            long ready = -1;
            Set<String> critical = Set.of();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "status" -> status = parser.getText();
                    case "pid" -> writtenBy = parser.getValueAsLong(-1);
                    case "started" -> writtenSince = parser.getText();
                    case "ready_after_ms" -> ready = parser.getValueAsLong(-1);
                    case "details" -> critical = critical(parser);
                    default -> parser.skipChildren();
                }
            }
            boolean ours = writtenBy == pid && writtenSince.equals(started.toString());
            if (ours) {
                readyAfterMillis = ready;
                criticalBefore = critical;
            }
            return ours && status.equals(State.running.name());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return false; // not ours to mend: the next write replaces it
        }
    }

    /** Names of the checks that are critical; the parser stands at the details. */
    private static Set<String> critical(JsonParser parser) throws IOException {
        Set<String> critical = new HashSet<>();
        String name = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new EOFException("the details do not end");
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && "name".equals(parser.currentName())) {
                name = parser.getText();
            } else if (token == JsonToken.VALUE_STRING
                    && "status".equals(parser.currentName())
                    && parser.getText().equals(Beat.Status.CRITICAL.name())) {
                critical.add(name);
            }
        }
        return critical;
    }

    /** The checks of which the owner was told before {@link #adopt}. */
    Set<String> criticalBefore() {
        return criticalBefore;
    }

    /** Notes that the machine is ready now, unless it was before. */
    void ready() {
        if (readyAfterMillis < 0) {
            readyAfterMillis = Math.max(0, clock.instant().toEpochMilli() - started.toEpochMilli());
        }
    }

    OptionalLong readyAfterMillis() {
        return readyAfterMillis < 0 ? OptionalLong.empty() : OptionalLong.of(readyAfterMillis);
    }

    /**
     * @param last the latest beat, null before the first
     * @throws IOException when it cannot be written; the old content stays
     */
    void write(State state, long intervalSeconds, Beat last) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("status", state.name());
            json.writeStringField(
                    "timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeNumberField("pid", pid);
            json.writeStringField("started", started.toString());
            json.writeNumberField("heartbeat_interval", intervalSeconds);
            if (readyAfterMillis >= 0) {
                json.writeNumberField("ready_after_ms", readyAfterMillis);
            }
            json.writeObjectFieldStart("details");
            List<Beat.Check> checks = last == null ? List.of() : last.checks();
            if (last == null) {
                json.writeNullField("last_heartbeat");
            } else {
                json.writeStringField("last_heartbeat", last.at().toString());
            }
            json.writeNumberField(
                    "checks_passed",
                    checks.stream()
                            .filter(check -> check.status() == Beat.Status.OK)
                            .count());
            json.writeNumberField("total_checks", checks.size());
            json.writeArrayFieldStart("checks");
            for (Beat.Check check : checks) {
                json.writeStartObject();
                json.writeStringField("name", check.name());
                json.writeStringField("status", check.status().name());
                json.writeStringField("message", check.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
        PrivateFiles.replace(file, bytes.toByteArray());
    }
}
