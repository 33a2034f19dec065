package org.dharmic.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container under measurement: ours as it is shipped, or the same bundles as features at boot of a stock Karaf. Both are
 * ready when the heartbeat says so in status.json.
 */
public final class Subject {

    private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*(\\d+)");
    private static final Pattern RUNNING = Pattern.compile("\"status\"\\s*:\\s*\"running\"");
    private static final long READY_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path cache;
    private final Path status;
    private final Path folder;
    private final boolean stock;

    private Subject(
            boolean stock,
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Path cache,
            Path status) {
        this.stock = stock;
        this.command = command;
        this.environment = new HashMap<>(environment);
        this.folder = folder;
        this.cache = cache;
        this.status = status;
    }

    public static Subject ours(Path checkout, Path base) throws IOException {
        Path home = home();
        Files.createDirectories(base.resolve("etc"));
        Path shell = base.resolve("etc/org.apache.karaf.shell.cfg");
        Files.copy(home.resolve("etc/org.apache.karaf.shell.cfg"), shell);
        set(shell, "sshPort", Integer.toString(freePort()));
        return new Subject(
                false,
                List.of(checkout.resolve("dharmic").toString(), "start", "--foreground", "--base", base.toString()),
                Map.of(),
                base,
                base.resolve("data/cache"),
                base.resolve("data/dharmic/status.json"));
    }

    /** @param archive of Apache Karaf as published */
    static Subject stock(Path archive, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString(), "--strip-components=1"));
        copyTree(home().resolve("system"), folder.resolve("system"));
        try (var files = Files.list(home().resolve("etc"))) {
            for (Path file : files.filter(
                            f -> f.getFileName().toString().matches("org\\.(dharmic|apache\\.felix\\.hc).*cfg"))
                    .toList()) {
                Files.copy(
                        file, folder.resolve("etc").resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path features = folder.resolve("etc/org.apache.karaf.features.cfg");
        String version = onlyChild(home().resolve("system/org/dharmic/dharmic-features"));
        String text = Files.readString(features);
        text = text.replaceFirst(
                "(?m)^featuresRepositories *= *\\\\?$",
                "featuresRepositories = mvn:org.dharmic/dharmic-features/" + version + "/xml/features, \\\\");
        text = text.replaceFirst("(?m)^featuresBoot *= *\\\\?$", "featuresBoot = dharmic, \\\\");
        Files.writeString(features, text);
        set(folder.resolve("etc/org.apache.karaf.shell.cfg"), "sshPort", Integer.toString(freePort()));
        Path management = folder.resolve("etc/org.apache.karaf.management.cfg");
        if (Files.exists(management)) {
            set(management, "rmiRegistryPort", Integer.toString(freePort()));
            set(management, "rmiServerPort", Integer.toString(freePort()));
        }
        return new Subject(
                true,
                List.of(folder.resolve("bin/karaf").toString(), "daemon"),
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                folder,
                folder.resolve("data/cache"),
                folder.resolve("data/dharmic/status.json"));
    }

    private static Path home() {
        return Path.of(System.getProperty("dharmic.home"));
    }

    /** Writes a configuration file of the instance. */
    public void configure(String pid, String lines) throws IOException {
        Files.writeString(folder.resolve("etc").resolve(pid + ".cfg"), lines + "\n");
    }

    /** Options for the container's virtual machine, from the next start on. */
    void javaOptions(String options) {
        environment.put("DHARMIC_JAVA_OPTS", options);
    }

    /** How long the bundles of this project held up the latest start, in ms; empty for a stock Karaf, which does not tell. */
    Optional<Number> ownBundlesMillis() throws IOException, InterruptedException {
        return stock ? Optional.empty() : Optional.of(bootFigure("ours_ms"));
    }

    /**
     * Waits until the latest start is over, console and commands included. A bundle cache that is left before is not trusted,
     * and what was installed into it by hand goes with it.
     */
    public void awaitBoot() throws IOException, InterruptedException {
        bootFigure("ours_ms");
    }

    /** A figure of the latest start's boot.json. */
    Number bootFigure(String name) throws IOException, InterruptedException {
        Path file = status.resolveSibling("boot.json");
        long deadline = System.nanoTime() + READY_LIMIT_NANOS;
        while (System.nanoTime() < deadline) {
            // It follows the readiness for mail within a second, when console and commands are up as well.
            Object figure =
                    Files.exists(file) ? Json.numbers(Files.readString(file)).get(name) : null;
            if (figure != null) {
                return (Number) figure;
            }
            Thread.sleep(10);
        }
        throw new IOException("No " + name + " in " + file);
    }

    /** The next start installs every bundle anew. */
    void forgetCache() throws IOException {
        deleteTree(cache);
    }

    public Running start() throws IOException, InterruptedException {
        Files.deleteIfExists(status);
        Files.deleteIfExists(status.resolveSibling("boot.json"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bench.out").toFile());
        builder.environment().putAll(environment);
        long before = System.nanoTime();
        Process process = builder.start();
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() - before > READY_LIMIT_NANOS) {
                process.destroyForcibly();
                throw new IOException("Not ready; see " + folder.resolve("bench.out"));
            }
            Thread.sleep(10);
        }
        double seconds = (System.nanoTime() - before) / 1e9;
        Matcher pid = PID.matcher(Files.readString(status));
        if (!pid.find()) {
            throw new IOException("No pid in " + status);
        }
        return new Running(process, Long.parseLong(pid.group(1)), Math.round(seconds * 100) / 100.0);
    }

    private boolean ready() throws IOException {
        return Files.exists(status) && RUNNING.matcher(Files.readString(status)).find();
    }

    /** @param seconds from the start of the process to the readiness for mail */
    public record Running(Process process, long pid, double seconds) implements AutoCloseable {

        @Override
        public void close() throws InterruptedException {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }

        /** A line of /proc/PID/status in MB. */
        public long megabytes(String key) throws IOException {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow(() -> new IOException("No " + key + " in /proc: this needs Linux"));
        }
    }

    private static void set(Path file, String key, String value) throws IOException {
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^" + key + " *=.*$", key + " = " + value));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String onlyChild(Path folder) throws IOException {
        try (var children = Files.list(folder)) {
            return children.findFirst().orElseThrow().getFileName().toString();
        }
    }

    /** What it says goes to standard error: standard output is for figures alone. */
    public static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        process.getInputStream().transferTo(System.err);
        if (process.waitFor() != 0) {
            throw new IOException("Failed: " + String.join(" ", command));
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var tree = Files.walk(from)) {
            for (Path source : tree.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(source));
                Files.createDirectories(target.getParent());
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
