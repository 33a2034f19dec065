package org.dharmic.deepmemory.sqlite;

import java.time.Duration;
import java.util.Objects;

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

    DeepMemorySettings {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(identityFile, "identityFile");
        if (owner.isBlank()) {
            throw new IllegalArgumentException(
                    "owner must not be blank, was '" + owner + "' (etc/" + DeepMemoryComponent.PID + ".cfg)");
        }
    }

    static DeepMemorySettings from(DeepMemoryConfig config) {
        return new DeepMemorySettings(
                config.file().strip(),
                config.identity_file().strip(),
                within("readers", config.readers(), 8),
                within("cache.entries", config.cache_entries(), 10_000),
                Duration.ofSeconds(within("cache.ttl.seconds", config.cache_ttl_seconds(), 86_400)),
                Duration.ofSeconds(within("drain.seconds", config.drain_seconds(), 30)),
                config.owner().strip());
    }

    /** True when what only a new start can change is the same. */
    boolean opensAs(DeepMemorySettings other) {
        return file.equals(other.file) && identityFile.equals(other.identityFile) && owner.equals(other.owner);
    }

    private static int within(String key, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    "%s must be 0 to %d, was %d (etc/%s.cfg)".formatted(key, max, value, DeepMemoryComponent.PID));
        }
        return value;
    }
}
