package org.dharmic.strangememory.jsonl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.support.settings.Range;

/**
 * The checked configuration.
 *
 * @param folder where the layers lie, absolute
 * @param tailEntries entries of each layer kept in memory, 0 for none
 * @param drain how long to finish calls in hand when leaving
 */
record JsonlSettings(Path folder, int tailEntries, Duration drain) {

    static final String FILE = "etc/" + JsonlStrangeMemory.PID + ".cfg";

    private static final Range RANGE = new Range(JsonlStrangeMemory.PID);

    JsonlSettings {
        Objects.requireNonNull(folder, "folder");
        RANGE.within("tail.entries", tailEntries, 0, 100_000);
        RANGE.within("drain.seconds", drain.toSeconds(), 0, 60);
        if (!PrivateFiles.canBeFolder(folder)) {
            throw new IllegalArgumentException(
                    "folder must be a folder or not exist yet, below one that can be written to, was '" + folder + "' ("
                            + FILE + ")");
        }
    }

    static JsonlSettings from(JsonlConfig config, Path folder) {
        return new JsonlSettings(folder, config.tail_entries(), Duration.ofSeconds(config.drain_seconds()));
    }
}
