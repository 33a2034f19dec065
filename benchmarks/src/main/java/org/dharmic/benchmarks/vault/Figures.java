package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dharmic.benchmarks.vault.ask.VaultScan;

/** What the engines of one run have in common: the vault, the queries, and the figures so far. */
final class Figures {

    private final Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
    private final Progress progress;
    final VaultScan scan;
    final Workload workload;
    final Path work;

    Figures(Progress progress, VaultScan scan, Workload workload, Path work) {
        this.progress = progress;
        this.scan = scan;
        this.workload = workload;
        this.work = work;
    }

    void say(String format, Object... arguments) {
        progress.say(format, arguments);
    }

    /** Adds an engine's figures to a group and prints them. */
    void add(String group, String engine, Map<String, Object> figures) {
        groups.computeIfAbsent(group, key -> new LinkedHashMap<>()).put(engine, figures);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("engine", engine);
        line.putAll(figures);
        progress.group(group, line);
    }

    /** A figure that was added, of a yes or no 1 or 0; NaN when that part was left out. */
    double get(String group, String engine, String figure) {
        Object engines = groups.getOrDefault(group, Map.of()).get(engine);
        Object value = engines instanceof Map<?, ?> map ? map.get(figure) : null;
        return value instanceof Number number
                ? number.doubleValue()
                : value instanceof Boolean yes ? (yes ? 1 : 0) : Double.NaN;
    }

    /** What a build took and left. */
    Map<String, Object> build(double seconds, Path index) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", Progress.rounded(seconds, 2));
        figures.put("files_per_s", Math.round(scan.files().size() / seconds));
        figures.put("index_mb", Progress.rounded(size(index) / 1e6, 1));
        figures.put("index_to_text", indexToText(index));
        return figures;
    }

    double indexToText(Path index) throws IOException {
        return Progress.rounded((double) size(index) / scan.bytes(), 3);
    }

    private static long size(Path fileOrFolder) throws IOException {
        try (Stream<Path> tree = Files.walk(fileOrFolder)) {
            List<Path> files = tree.filter(Files::isRegularFile).toList();
            long sum = 0;
            for (Path file : files) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
