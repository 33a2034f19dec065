package org.dharmic.benchmarks.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dharmic.benchmarks.Arguments;
import org.dharmic.benchmarks.Benchmark;

/** What hostile mails cost their reader: each is read in a process whose heap has room for 16 MB beside what is there anyway. */
public final class MimeBenchmark implements Benchmark {

    private static final long CPU_MS = 1000;
    private static final long HEAP_MB = 16;

    @Override
    public String name() {
        return "mime";
    }

    @Override
    public String description() {
        return "processor time and heap that hostile mails cost their reader: [--only NAME]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        List<Bomb> chosen = chosen(Arguments.text(arguments, "--only"));
        Path folder = Files.createTempDirectory("dharmic-mime");
        try {
            long before = Long.parseLong(process(folder, 64, null).strip());
            long limit = HEAP_MB + (before >> 20) + 1;
            List<Map<String, Object>> bombs = new ArrayList<>();
            for (Bomb bomb : chosen) {
                bombs.add(measured(bomb, folder, limit));
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("cpu_limit_ms", CPU_MS);
            result.put("heap_limit_mb", HEAP_MB);
            result.put("heap_before_mb", megabytes(before));
            result.put("cpu_max_ms", most(bombs, "cpu_ms"));
            result.put("heap_max_mb", most(bombs, "heap_mb"));
            result.put(
                    "passed", bombs.stream().allMatch(each -> each.get("passed").equals(true)));
            result.put("bombs", bombs);
            return result;
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** A name that is none of them is an error: what was not read has not passed. */
    private static List<Bomb> chosen(Optional<String> only) {
        List<Bomb> chosen = Stream.of(Bomb.values())
                .filter(bomb -> only.isEmpty() || bomb.label().equals(only.get()))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--only must be one of "
                    + Stream.of(Bomb.values()).map(Bomb::label).collect(Collectors.joining(", ")) + ", was "
                    + only.orElse(""));
        }
        return chosen;
    }

    private static Map<String, Object> measured(Bomb bomb, Path folder, long heapMb) throws Exception {
        Path mail = folder.resolve("bomb");
        bomb.write(mail);
        String[] told = process(folder, heapMb, mail).strip().split(" ", 3);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", bomb.label());
        result.put("mail_mb", megabytes(Files.size(mail)));
        if (told.length < 3) {
            result.put("passed", false);
            result.put("end", "the process ended: " + String.join(" ", told));
        } else {
            long cpuMs = Long.parseLong(told[0]) / 1_000_000;
            result.put("cpu_ms", cpuMs);
            result.put("heap_mb", megabytes(Long.parseLong(told[1])));
            result.put("passed", cpuMs <= CPU_MS && Long.parseLong(told[1]) <= HEAP_MB << 20);
            result.put("end", told[2]);
        }
        System.err.println(result);
        return result;
    }

    /** As the distribution runs: one collector, and here a young generation that hides nothing. */
    private static String process(Path folder, long heapMb, Path mail) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heapMb + "m",
                "-Xmn2m",
                "-cp",
                System.getProperty("java.class.path"),
                BombRun.class.getName(),
                folder.toString()));
        if (mail != null) {
            command.add(mail.toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0 && mail == null) {
            throw new IOException("The process to measure in ended with " + code);
        }
        return code == 0 ? out : "code-" + code;
    }

    private static double megabytes(long bytes) {
        return Math.round(bytes / 104_857.6) / 10.0;
    }

    private static double most(List<Map<String, Object>> bombs, String figure) {
        return bombs.stream()
                .filter(each -> each.containsKey(figure))
                .mapToDouble(each -> ((Number) each.get(figure)).doubleValue())
                .max()
                .orElse(0);
    }
}
