package org.dharmic.itests.support.kill;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a life of the platform is told when it begins; goes from process to process as a file.
 *
 * @param home the distribution whose bundles run
 * @param folder everything that lasts, and the secrets
 * @param rooms providers that run, by the names of their artifacts, in the order of their start
 * @param moment where time stands still, as {@link Moments} says; empty for nowhere
 * @param thinking how long an answer takes; negative for an executor of the rooms instead
 * @param configurations keys and values by PID; {@code pid~name} is one of a factory
 */
public record Plan(
        Path home,
        Path folder,
        List<String> rooms,
        String moment,
        Duration thinking,
        Map<String, Map<String, String>> configurations) {

    /** What mail needs to be answered. */
    public static final List<String> MAIL = List.of("platform-secrets", "journal-sqlite", "agent-core", "mail-imap");

    public Plan {
        rooms = List.copyOf(rooms);
        configurations = Map.copyOf(configurations);
    }

    public static Plan of(Path home, Path folder) {
        return new Plan(home, folder, MAIL, "", Duration.ZERO, Map.of());
    }

    public Plan withRooms(List<String> names) {
        return new Plan(home, folder, names, moment, thinking, configurations);
    }

    public Plan stoppingAt(String point) {
        return new Plan(home, folder, rooms, point, thinking, configurations);
    }

    public Plan thinkingFor(Duration time) {
        return new Plan(home, folder, rooms, moment, time, configurations);
    }

    /** Adds to what is configured there, or takes its place. */
    public Plan with(String pid, Map<String, String> values) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>(configurations);
        Map<String, String> merged = new TreeMap<>(all.getOrDefault(pid, Map.of()));
        merged.putAll(values);
        all.put(pid, merged);
        return new Plan(home, folder, rooms, moment, thinking, all);
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("home", home.toString());
        properties.setProperty("folder", folder.toString());
        properties.setProperty("rooms", String.join(",", rooms));
        properties.setProperty("moment", moment);
        properties.setProperty("thinking.ms", Long.toString(thinking.toMillis()));
        configurations.forEach(
                (pid, values) -> values.forEach((key, value) -> properties.setProperty(pid + "/" + key, value)));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    static Plan read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, Map<String, String>> configurations = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            int slash = name.indexOf('/');
            if (slash > 0) {
                configurations
                        .computeIfAbsent(name.substring(0, slash), pid -> new TreeMap<>())
                        .put(name.substring(slash + 1), properties.getProperty(name));
            }
        }
        return new Plan(
                Path.of(properties.getProperty("home")),
                Path.of(properties.getProperty("folder")),
                Arrays.asList(properties.getProperty("rooms").split(",")),
                properties.getProperty("moment"),
                Duration.ofMillis(Long.parseLong(properties.getProperty("thinking.ms"))),
                configurations);
    }
}
