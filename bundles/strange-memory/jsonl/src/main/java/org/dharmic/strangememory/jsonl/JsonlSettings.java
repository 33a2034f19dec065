package org.dharmic.strangememory.jsonl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * The checked configuration.
 *
 * @param folder where the layers lie, absolute
 * @param tailEntries entries of each layer kept in memory, 0 for none
 * @param drain how long to finish calls in hand when leaving
 */
record JsonlSettings(Path folder, int tailEntries, Duration drain) {

    private static final String FILE = "etc/" + JsonlStrangeMemory.PID + ".cfg";

    JsonlSettings {
        Objects.requireNonNull(folder, "folder");
        if (tailEntries < 0 || tailEntries > 100_000) {
            throw new IllegalArgumentException(
                    "tail.entries must be 0 to 100000, was " + tailEntries + " (" + FILE + ")");
        }
        if (drain.isNegative() || drain.toSeconds() > 60) {
            throw new IllegalArgumentException(
                    "drain.seconds must be 0 to 60, was " + drain.toSeconds() + " (" + FILE + ")");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "folder must be a folder or not exist yet, was the file '" + folder + "' (" + FILE + ")");
        }
    }

    static JsonlSettings from(JsonlConfig config, Path folder) {
        return new JsonlSettings(folder, config.tail_entries(), Duration.ofSeconds(config.drain_seconds()));
    }
}
