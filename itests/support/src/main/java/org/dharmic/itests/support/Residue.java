package org.dharmic.itests.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a container's process holds, after a full collection.
 *
 * @param revisions of each of this project's bundles that has more than one
 * @param bundleClassLoaders of the framework's, alive
 * @param classes loaded
 * @param threads by name, without the numbers in it
 */
public record Residue(
        Map<String, Integer> revisions,
        long bundleClassLoaders,
        long classes,
        Map<String, Integer> threads,
        long descriptors,
        long processes,
        long heapKilobytes,
        long residentKilobytes) {

    private static final String LOADER = "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";

    public static Residue of(Instance instance, Probe probe) throws IOException, InterruptedException {
        long pid = instance.pid();
        Map<String, Integer> revisions = new TreeMap<>();
        probe.footprints().values().stream()
                .filter(footprint -> footprint.revisions() > 1)
                .forEach(footprint -> revisions.put(footprint.name(), footprint.revisions()));
        // Two collections: the first one finds what finalizers and cleaners then let go.
        jcmd(pid, "GC.class_histogram");
        List<String> histogram = jcmd(pid, "GC.class_histogram");
        long loaders = 0;
        long bytes = 0;
        for (String line : histogram) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length >= 4 && columns[3].startsWith(LOADER)) {
                loaders += Long.parseLong(columns[1]);
            }
            if (columns.length == 3 && columns[0].equals("Total")) {
                bytes = Long.parseLong(columns[2]);
            }
        }
        return new Residue(
                revisions,
                loaders,
                classes(pid),
                threads(pid),
                count(Path.of("/proc", String.valueOf(pid), "fd")),
                ProcessHandle.of(pid).orElseThrow().descendants().count(),
                bytes / 1024,
                resident(pid));
    }

    private static long classes(long pid) throws IOException, InterruptedException {
        return jcmd(pid, "PerfCounter.print").stream()
                .filter(
                        line -> line.matches(
                                "(java\\.cls|sun\\.cls|java\\.ci)\\.?(loadedClasses|unloadedClasses|sharedLoadedClasses|sharedUnloadedClasses)=.*"))
                .mapToLong(line -> (line.contains("nloaded") ? -1 : 1) * Long.parseLong(line.split("=")[1]))
                .sum();
    }

    private static Map<String, Integer> threads(long pid) throws IOException, InterruptedException {
        Map<String, Integer> threads = new TreeMap<>();
        for (String line : jcmd(pid, "Thread.print")) {
            if (line.startsWith("\"") && line.lastIndexOf('"') > 0) {
                threads.merge(line.substring(1, line.lastIndexOf('"')).replaceAll("\\d+", "N"), 1, Integer::sum);
            }
        }
        return threads;
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static long resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("No VmRSS in /proc: this needs Linux"));
    }

    private static List<String> jcmd(long pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>(new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + pid + " " + command + ": " + lines);
        }
        return lines;
    }
}
