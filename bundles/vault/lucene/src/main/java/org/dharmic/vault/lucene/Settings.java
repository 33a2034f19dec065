package org.dharmic.vault.lucene;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The checked configuration.
 *
 * @param vault the vault's folder as configured, made absolute; empty when none is configured
 * @param index the folder of the index
 */
record Settings(
        Optional<Path> vault,
        Path index,
        Mode mode,
        Globs globs,
        long fileMaxBytes,
        int passageMaxChars,
        Duration reconcile,
        boolean watch,
        int ramBufferMb,
        Scopes scopes,
        Duration drain,
        int buildThreads,
        int contextPassages,
        Prior prior,
        int cacheEntries,
        int prewarmQueries) {

    static final String PID = "org.dharmic.vault.lucene";
    static final String FILE = "etc/" + PID + ".cfg";

    /** With more the disk is what a build waits for, and each has its share of the memory. */
    private static final int MOST_THREADS_UNASKED = 4;

    /** How a search finds its passages. */
    enum Mode {
        LUCENE,
        SCAN;

        static Mode parse(String text) {
            return switch (text.strip()) {
                case "lucene" -> LUCENE;
                case "scan" -> SCAN;
                default ->
                    throw new IllegalArgumentException(
                            "index.mode must be lucene or scan, was '" + text + "' (" + FILE + ")");
            };
        }
    }

    Settings {
        within("file.max.bytes", fileMaxBytes, 1024, Integer.MAX_VALUE - 16);
        within("passage.max.chars", passageMaxChars, 200, 20_000);
        within("reconcile.seconds", reconcile.toSeconds(), 5, 86_400);
        within("ram.buffer.mb", ramBufferMb, 1, 512);
        within("drain.seconds", drain.toSeconds(), 0, 60);
        within("build.threads", buildThreads, 0, 16);
        within("context.passages", contextPassages, 0, 50);
        within("prior.recent.percent", Math.round(prior.recent() * 100), 0, 100);
        within("prior.recent.days", prior.days(), 1, 36_500);
        within("cache.entries", cacheEntries, 0, 10_000);
        within("prewarm.queries", prewarmQueries, 0, 100);
    }

    /**
     * Checks a configuration.
     *
     * @param home what a relative vault folder is relative to
     * @param index where the index lies
     */
    static Settings from(VaultConfig config, Path home, Path index) {
        return new Settings(
                vaultFolder(config.vault_folder(), home),
                index,
                Mode.parse(config.index_mode()),
                Globs.parse(config.include(), config.exclude()),
                config.file_max_bytes(),
                config.passage_max_chars(),
                Duration.ofSeconds(config.reconcile_seconds()),
                config.watch(),
                config.ram_buffer_mb(),
                Scopes.parse(config.scopes()),
                Duration.ofSeconds(config.drain_seconds()),
                config.build_threads(),
                config.context_passages(),
                Prior.parse(config.prior_recent_percent() / 100.0, config.prior_recent_days(), config.prior_folders()),
                config.cache_entries(),
                config.prewarm_queries());
    }

    /** Whether what was built under {@code other} has to be taken down: everything but what is read afresh at each call. */
    boolean needsOtherEngineThan(Settings other) {
        return !vault.equals(other.vault)
                || !index.equals(other.index)
                || mode != other.mode
                || !globs.equals(other.globs)
                || fileMaxBytes != other.fileMaxBytes
                || passageMaxChars != other.passageMaxChars
                || !reconcile.equals(other.reconcile)
                || watch != other.watch
                || ramBufferMb != other.ramBufferMb
                || buildThreads != other.buildThreads;
    }

    /** How many read at once during a build. */
    int threadsOfBuild() {
        return buildThreads > 0
                ? buildThreads
                : Math.min(MOST_THREADS_UNASKED, Runtime.getRuntime().availableProcessors());
    }

    static Optional<Path> vaultFolder(String configured, Path home) {
        if (configured.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(home.resolve(configured.strip()).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "vault.folder must be a path, was '" + configured + "' (" + FILE + ")", e);
        }
    }

    static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " must be " + least + " to " + most + ", was " + value + " (" + FILE + ")");
        }
    }
}
