package org.dharmic.deepmemory.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.support.settings.Range;
import org.osgi.framework.BundleContext;

/**
 * The checked configuration.
 *
 * @param file as written, empty for the default
 * @param identityFile as written, empty for the default
 * @param readers connections kept, 0 for none
 * @param cacheEntries answers kept, 0 for none
 * @param cacheTtl how long an answer is kept
 * @param drain for calls in hand when leaving
 * @param owner user_id of new rows
 */
record DeepMemorySettings(
        String file,
        String identityFile,
        int readers,
        int cacheEntries,
        Duration cacheTtl,
        Duration drain,
        String owner) {

    static final String FILE = "etc/" + DeepMemoryComponent.PID + ".cfg";

    private static final Range RANGE = new Range(DeepMemoryComponent.PID);

    DeepMemorySettings {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(identityFile, "identityFile");
        if (owner.isBlank()) {
            throw new IllegalArgumentException("owner must not be blank, was '" + owner + "' (" + FILE + ")");
        }
    }

    static DeepMemorySettings from(DeepMemoryConfig config) {
        return new DeepMemorySettings(
                config.file().strip(),
                config.identity_file().strip(),
                RANGE.within("readers", config.readers(), 0, 8),
                RANGE.within("cache.entries", config.cache_entries(), 0, 10_000),
                Duration.ofSeconds(RANGE.within("cache.ttl.seconds", config.cache_ttl_seconds(), 0, 86_400)),
                Duration.ofSeconds(RANGE.within("drain.seconds", config.drain_seconds(), 0, 30)),
                config.owner().strip());
    }

    /** Where the database lies. */
    Path file(BundleContext context) {
        return DataFolder.resolve(context, file, "deep-memory.db");
    }

    /** Where the identity lies. */
    Path identityFile(BundleContext context) {
        return DataFolder.resolve(context, identityFile, "identity_core.json");
    }

    /** True when the memory need not be opened again. */
    boolean opensAs(DeepMemorySettings other) {
        return file.equals(other.file) && identityFile.equals(other.identityFile) && owner.equals(other.owner);
    }
}
