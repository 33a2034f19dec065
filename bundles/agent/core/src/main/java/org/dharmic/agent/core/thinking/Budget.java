package org.dharmic.agent.core.thinking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.dharmic.agent.core.text.Json;
import org.dharmic.support.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was spent today, by the calendar of this machine; kept in a file so that a restart does not open the purse again.
 * Calls in flight are not known to it: the limit may be passed by what runs at the moment.
 */
public final class Budget {

    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    private final Clock clock;
    private final Object lock = new Object();
    /** Guarded by {@link #lock}, as is all that follows. */
    private Path file;

    private LocalDate day; // null: the file has not been read yet
    private final Map<String, Long> spent = new TreeMap<>();

    /** @param clock in the zone whose days count */
    public Budget(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** From now on another file: it says what was spent today. */
    public void moveTo(Path other) {
        synchronized (lock) {
            file = other;
            day = null;
            spent.clear();
        }
    }

    /** True when the day's limit is used up and this executor is one of those that used it. */
    boolean isUsedUp(String executor, long limitMicros) {
        if (limitMicros <= 0) {
            return false;
        }
        synchronized (lock) {
            turn();
            return sum() >= limitMicros && spent.getOrDefault(executor, 0L) > 0;
        }
    }

    /** Adds what a run cost; on disk when it returns, or the log says why not. */
    void spend(String executor, long micros) {
        if (micros <= 0) {
            return;
        }
        synchronized (lock) {
            turn();
            spent.merge(executor, micros, Long::sum);
            ObjectNode node = Json.MAPPER.createObjectNode().put("format", 1).put("day", day.toString());
            spent.forEach(node.putObject("spentMicros")::put);
            try {
                PrivateFiles.replace(file, node.toPrettyString() + "\n");
            } catch (IOException e) {
                LOG.warn("Cannot write {}: {}; today's budget is kept in memory only", file, e.toString());
            }
        }
    }

    /** Spent today in millionths of a dollar. */
    long today() {
        synchronized (lock) {
            turn();
            return sum();
        }
    }

    private long sum() {
        return spent.values().stream().mapToLong(Long::longValue).sum();
    }

    private void turn() {
        LocalDate today = LocalDate.now(clock);
        if (day == null) {
            read(today);
        }
        if (!today.equals(day)) {
            spent.clear();
            day = today;
        }
    }

    private void read(LocalDate today) {
        day = today;
        if (!Files.exists(file)) {
            return;
        }
        try {
            JsonNode node = Json.MAPPER.readTree(Files.readAllBytes(file));
            if (node.path("day").asText().equals(today.toString())) {
                node.path("spentMicros")
                        .properties()
                        .forEach(each -> spent.put(
                                each.getKey(), Math.max(0, each.getValue().asLong())));
            }
        } catch (IOException e) {
            LOG.warn("Cannot read {}: {}; today's budget starts anew", file, e.toString());
        }
    }
}
