package org.dharmic.telos.yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.dharmic.support.settings.Range;

/**
 * The checked configuration.
 *
 * @param file the telos file, absolute
 * @param drain how long to finish calls in hand when leaving
 */
record TelosSettings(Path file, Duration drain) {

    private static final String ETC = "${karaf.etc}";

    TelosSettings {
        Objects.requireNonNull(file, "file");
        new Range(YamlTelos.PID).within("drain.seconds", drain.toSeconds(), 0, 60);
    }

    static TelosSettings from(TelosConfig config, Path etc) {
        return new TelosSettings(file(config.file(), etc), Duration.ofSeconds(config.drain_seconds()));
    }

    static Path file(String configured, Path etc) {
        String wanted = configured == null ? "" : configured.strip().replace(ETC, etc.toString());
        return etc.resolve(wanted.isEmpty() ? "telos.yaml" : wanted)
                .toAbsolutePath()
                .normalize();
    }
}
