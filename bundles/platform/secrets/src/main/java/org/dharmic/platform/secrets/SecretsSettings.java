package org.dharmic.platform.secrets;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.dharmic.support.settings.Range;

/** The checked configuration. */
record SecretsSettings(Path folder, Duration drain) {

    SecretsSettings {
        new Range(SecretFiles.PID).within("drain.seconds", drain.toSeconds(), 0, 60);
    }

    /** @param etc the folder of the user's configuration */
    static SecretsSettings from(SecretsConfig config, Path etc) {
        String folder = config.folder();
        try {
            return new SecretsSettings(folder(folder, etc), Duration.ofSeconds(config.drain_seconds()));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "folder must be a path, was '" + folder + "' (etc/org.dharmic.platform.secrets.cfg)", e);
        }
    }

    /** @throws InvalidPathException when it cannot be a path */
    static Path folder(String configured, Path etc) {
        return etc.resolve(configured == null || configured.isBlank() ? "secrets" : configured.strip())
                .normalize();
    }
}
