package org.dharmic.agent.core.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.dharmic.agent.core.text.Json;
import org.dharmic.support.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pause that somebody asked for, kept in a file so that it outlives a restart. That the file is there means the pause;
 * who asked for it stands inside for people, and a file that cannot be read pauses all the same.
 */
public final class Pause {

    private static final Logger LOG = LoggerFactory.getLogger(Pause.class);

    /** Who asked for it and when; empty texts when that is not known. */
    public record Told(String by, String at) {}

    private final Clock clock;
    private final Object lock = new Object();
    /** Guarded by {@link #lock}, as is all that follows. */
    private Path file;

    private Optional<Told> told; // null: the file has not been looked at yet

    public Pause(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** From now on another file: what it says holds. */
    public void moveTo(Path other) {
        synchronized (lock) {
            file = other;
            told = null;
        }
    }

    /** The pause in force; empty when there is none. */
    public Optional<Told> told() {
        synchronized (lock) {
            if (told == null) {
                told = Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
            }
            return told;
        }
    }

    /** @throws IOException when it cannot be kept; there is no pause then */
    void begin(String by) throws IOException {
        synchronized (lock) {
            Told now = new Told(by, clock.instant().toString());
            try {
                PrivateFiles.replace(
                        file,
                        Json.MAPPER
                                        .createObjectNode()
                                        .put("format", 1)
                                        .put("by", now.by())
                                        .put("at", now.at())
                                        .toPrettyString()
                                + "\n");
            } catch (IOException e) {
                LOG.warn("The pause cannot be kept in {}", file, e);
                throw e;
            }
            told = Optional.of(now);
            LOG.info("The agent pauses, told by {}", by);
        }
    }

    /** @throws IOException when the file cannot be deleted; the pause goes on then */
    void end() throws IOException {
        synchronized (lock) {
            try {
                if (Files.deleteIfExists(file)) {
                    PrivateFiles.forceFolder(file.toAbsolutePath().getParent());
                    LOG.info("The agent resumes");
                }
            } catch (IOException e) {
                LOG.warn("The pause in {} cannot be taken away", file, e);
                throw e;
            }
            told = Optional.empty();
        }
    }

    private static Told read(Path file) {
        try {
            JsonNode node = Json.MAPPER.readTree(Files.readAllBytes(file));
            return new Told(node.path("by").asText(""), node.path("at").asText(""));
        } catch (IOException e) {
            LOG.warn("Cannot read {}: {}; the agent pauses, since the file is there", file, e.toString());
            return new Told("", "");
        }
    }
}
