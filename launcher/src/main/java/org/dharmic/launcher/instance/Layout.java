package org.dharmic.launcher.instance;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where things lie: the distribution, which an upgrade replaces ({@code home}), and the instance ({@code base}) with the
 * user's {@code etc} and the machine's {@code data}. The two are one folder when a distribution is run where it was
 * unpacked.
 */
public record Layout(Path home, Path base) {

    /** The start list's place below {@code base}; the only list of what runs. */
    public static final String START_LIST = "etc/startup.properties";

    public Layout {
        home = Objects.requireNonNull(home, "home").toAbsolutePath().normalize();
        base = Objects.requireNonNull(base, "base").toAbsolutePath().normalize();
    }

    public Path etc() {
        return base.resolve("etc");
    }

    public Path startList() {
        return base.resolve(START_LIST);
    }

    public Path data() {
        return base.resolve("data");
    }

    /** What the rooms keep; the framework property {@code dharmic.data}. */
    public Path dharmic() {
        return data().resolve("dharmic");
    }

    public Path lock() {
        return dharmic().resolve("lock");
    }

    public Path boot() {
        return dharmic().resolve("boot.json");
    }

    /** Written by the heartbeat. */
    public Path status() {
        return dharmic().resolve("status.json");
    }

    public Path cache() {
        return data().resolve("cache");
    }

    /** The marker lies inside the cache so that it goes with it. */
    public Path cacheOk() {
        return cache().resolve("cache.ok");
    }

    /** In a checkout, which build the distribution is: its jars change while their versions do not. */
    public Path build() {
        return home.resolve(".build");
    }

    /** The build that the cache was made from. */
    public Path cachedBuild() {
        return cache().resolve("build");
    }

    /** The distribution's start list as it was last taken over; tells whether the instance's own has been changed since. */
    public Path takenOver() {
        return dharmic().resolve("startup.properties");
    }

    /** Archives of parsed classes, one per JDK and start list. */
    public Path classes() {
        return data().resolve("classes");
    }

    public Path log() {
        return data().resolve("log");
    }

    /** What the container's process itself prints: start failures, messages of the virtual machine. */
    public Path output() {
        return log().resolve("process.out");
    }

    public Path tmp() {
        return data().resolve("tmp");
    }

    /** What the bundles' rehearsals keep from one start to the next; goes with the cache. */
    public Path rehearsals() {
        return tmp().resolve("rehearsals");
    }

    /** Private key of this instance's console, authorised in {@code etc/keys.properties}. */
    public Path consoleKey() {
        return etc().resolve("console.key");
    }

    /** Bundles: those that were stored for this instance first, then those of the distribution. */
    public Path jar(String repositoryPath) {
        Path own = base.resolve("system").resolve(repositoryPath);
        return java.nio.file.Files.exists(own) ? own : home.resolve("system").resolve(repositoryPath);
    }
}
