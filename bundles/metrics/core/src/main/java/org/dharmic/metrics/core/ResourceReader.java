package org.dharmic.metrics.core;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.dharmic.metrics.Resources;

/**
 * What the process uses, from {@code /proc/self} and the Java runtime. Where there is no {@code /proc}, memory and
 * descriptors are -1.
 *
 * <p>A look costs some 0.2 ms; looks within a second of each other share one, so that the gauges of one scrape agree.
 * Safe for many threads.
 */
final class ResourceReader {

    static final long UNKNOWN = -1;
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path proc;
    private final LongSupplier nanoTime;
    private final LongSupplier cpuNanos;
    private final int processors;

    private Resources latest;
    private long latestNanos;
    private long cpuAtLook = UNKNOWN;

    ResourceReader() {
        this(
                Path.of("/proc/self"),
                System::nanoTime,
                ResourceReader::cpuOfThisProcess,
                Runtime.getRuntime().availableProcessors());
    }

    /** @param cpuNanos CPU time of the process so far, {@value #UNKNOWN} when the system does not tell */
    ResourceReader(Path proc, LongSupplier nanoTime, LongSupplier cpuNanos, int processors) {
        this.proc = proc;
        this.nanoTime = nanoTime;
        this.cpuNanos = cpuNanos;
        this.processors = processors;
    }

    synchronized Resources look() {
        long now = nanoTime.getAsLong();
        if (latest != null && now - latestNanos < FRESH_NANOS) {
            return latest;
        }
        String status = read(proc.resolve("status"));
        long cpu = cpuNanos.getAsLong();
        Runtime runtime = Runtime.getRuntime();
        latest = new Resources(
                kilobytes(status, "VmRSS:"),
                kilobytes(status, "RssAnon:"),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                descriptors(proc.resolve("fd")),
                cpu < 0 ? UNKNOWN : cpu / 1e9,
                load(cpu, now),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
        latestNanos = now;
        cpuAtLook = cpu;
        return latest;
    }

    private double load(long cpu, long now) {
        if (latest == null || cpu < 0 || cpuAtLook < 0) {
            return UNKNOWN;
        }
        double share = (double) (cpu - cpuAtLook) / (now - latestNanos) / processors;
        return Math.max(0, Math.min(1, share));
    }

    /** The number of a line such as {@code VmRSS:  240124 kB} in bytes, {@value #UNKNOWN} when there is none. */
    static long kilobytes(String status, String field) {
        for (String line : status.split("\n")) {
            if (line.startsWith(field)) {
                String[] words = line.substring(field.length()).strip().split("\\s+");
                try {
                    return Long.parseLong(words[0]) * 1024;
                } catch (NumberFormatException e) {
                    return UNKNOWN;
                }
            }
        }
        return UNKNOWN;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return ""; // no /proc on this system: every field of it is unknown
        }
    }

    private static long descriptors(Path folder) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(folder)) {
            long count = UNKNOWN; // the stream itself is one of them
            for (Path ignored : open) {
                count++;
            }
            return count;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static long cpuOfThisProcess() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(UNKNOWN);
    }
}
