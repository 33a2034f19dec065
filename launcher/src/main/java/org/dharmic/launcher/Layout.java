package org.dharmic.launcher;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where things lie: the distribution, which an upgrade replaces ({@code home}), and the instance ({@code base}) with the
 * user's {@code etc} and the machine's {@code data}. The two are one folder when a distribution is run where it was
 * unpacked.
 */
record Layout(Path home, Path base) {

    /** The start list's place below {@code base}; the only list of what runs. */
    static final String START_LIST = "etc/startup.properties";

    Layout {
        home = Objects.requireNonNull(home, "home").toAbsolutePath().normalize();
        base = Objects.requireNonNull(base, "base").toAbsolutePath().normalize();
    }

    Path etc() {
        return base.resolve("etc");
    }

    Path startList() {
        return base.resolve(START_LIST);
    }

    Path data() {
        return base.resolve("data");
    }

    /** What the rooms keep; the framework property {@code dharmic.data}. */
    Path dharmic() {
        return data().resolve("dharmic");
    }

    Path lock() {
        return dharmic().resolve("lock");
    }

    Path boot() {
        return dharmic().resolve("boot.json");
    }

    /** Written by the heartbeat. */
    Path status() {
        return dharmic().resolve("status.json");
    }

    Path cache() {
        return data().resolve("cache");
    }

    /** The marker lies inside the cache so that it goes with it. */
    Path cacheOk() {
        return cache().resolve("cache.ok");
    }

    /** Archives of parsed classes, one per JDK and start list. */
    Path classes() {
        return data().resolve("classes");
    }

    Path log() {
        return data().resolve("log");
    }

    /** What the container's process itself prints: start failures, messages of the virtual machine. */
    Path output() {
        return log().resolve("process.out");
    }

    Path tmp() {
        return data().resolve("tmp");
    }

    /** Private key of this instance's console, authorised in {@code etc/keys.properties}. */
    Path consoleKey() {
        return etc().resolve("console.key");
    }

    /** Bundles: those that were stored for this instance first, then those of the distribution. */
    Path jar(String repositoryPath) {
        Path own = base.resolve("system").resolve(repositoryPath);
        return java.nio.file.Files.exists(own) ? own : home.resolve("system").resolve(repositoryPath);
    }
}
