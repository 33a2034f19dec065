package org.dharmic.platform.secrets;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** The checked configuration. */
record SecretsSettings(Path folder, Duration drain) {

    SecretsSettings {
        if (drain.isNegative() || drain.toSeconds() > 60) {
            throw new IllegalArgumentException("drain.seconds must be 0 to 60, was " + drain.toSeconds()
                    + " (etc/org.dharmic.platform.secrets.cfg)");
        }
    }

    /** @param etc the folder of the user's configuration */
    static SecretsSettings from(SecretsConfig config, Path etc) {
        String folder = config.folder() == null || config.folder().isBlank()
                ? "secrets"
                : config.folder().strip();
        try {
            return new SecretsSettings(etc.resolve(folder).normalize(), Duration.ofSeconds(config.drain_seconds()));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "folder must be a path, was '" + folder + "' (etc/org.dharmic.platform.secrets.cfg)", e);
        }
    }
}
