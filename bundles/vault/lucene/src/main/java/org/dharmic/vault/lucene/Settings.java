package org.dharmic.vault.lucene;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dharmic.vault.lucene.answer.AnswerSettings;
import org.dharmic.vault.lucene.engine.EngineSettings;
import org.dharmic.vault.lucene.folder.Globs;
import org.dharmic.vault.lucene.folder.Scopes;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.search.Prior;

/** The checked configuration. */
record Settings(
        EngineSettings engine,
        Mode mode,
        Globs globs,
        long fileMaxBytes,
        AnswerSettings answer,
        Duration drain,
        int contextPassages,
        int cacheEntries,
        int prewarmQueries) {

    static final String PID = "org.dharmic.vault.lucene";
    static final String FILE = VaultFolder.CONFIGURED_IN;

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
        within("passage.max.chars", engine.passageMaxChars(), 200, 20_000);
        within("reconcile.seconds", engine.reconcile().toSeconds(), 5, 86_400);
        within("ram.buffer.mb", engine.ramBufferMb(), 1, 512);
        within("drain.seconds", drain.toSeconds(), 0, 60);
        within("build.threads", engine.buildThreads(), 0, 16);
        within("context.passages", contextPassages, 0, 50);
        within("prior.recent.percent", Math.round(answer.prior().recent() * 100), 0, 100);
        within("prior.recent.days", answer.prior().days(), 1, 36_500);
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
                new EngineSettings(
                        vaultFolder(config.vault_folder(), home),
                        index,
                        config.passage_max_chars(),
                        Duration.ofSeconds(config.reconcile_seconds()),
                        config.watch(),
                        config.ram_buffer_mb(),
                        config.build_threads()),
                Mode.parse(config.index_mode()),
                Globs.parse(config.include(), config.exclude()),
                config.file_max_bytes(),
                new AnswerSettings(
                        Scopes.parse(config.scopes()),
                        Prior.parse(
                                config.prior_recent_percent() / 100.0,
                                config.prior_recent_days(),
                                config.prior_folders()),
                        config.passage_max_chars()),
                Duration.ofSeconds(config.drain_seconds()),
                config.context_passages(),
                config.cache_entries(),
                config.prewarm_queries());
    }

    /** Whether what was built under {@code other} has to be taken down: everything but what is read afresh at each call. */
    boolean needsOtherEngineThan(Settings other) {
        return !engine.equals(other.engine)
                || mode != other.mode
                || !globs.equals(other.globs)
                || fileMaxBytes != other.fileMaxBytes;
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
