package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An instance in a folder of the test, driven through {@code ./dharmic} as a person or a script would. */
final class Dharmic implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration KILLED = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path base;

    private Dharmic(Path home, Path base) {
        this.home = home;
        this.base = base;
    }

    /** An instance that has not been started yet; ssh takes any free port. */
    static Dharmic in(Path base) throws IOException, InterruptedException {
        Dharmic dharmic = new Dharmic(Distribution.home(), base);
        dharmic.sshPort(0);
        return dharmic;
    }

    void sshPort(int port) throws IOException {
        String name = "org.apache.karaf.shell.cfg";
        configure(
                name,
                Files.readString(home.resolve("etc").resolve(name))
                        .replaceAll("(?m)^sshPort *=.*$", "sshPort = " + port));
    }

    /** Writes a file of the instance's {@code etc/}. */
    void configure(String name, String content) throws IOException {
        Path file = base.resolve("etc").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    Path data() {
        return base.resolve("data");
    }

    Path startList() {
        return base.resolve("etc/startup.properties");
    }

    // --- verbs

    /**
     * @param code the exit code
     * @param out standard output
     * @param err standard error
     */
    record Said(int code, String out, String err) {}

    Said run(String... words) throws IOException, InterruptedException {
        return runWith("", words);
    }

    Said runWith(String input, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(words)).start();
        CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(Arrays.toString(words) + " has not ended after " + LONGEST.toSeconds() + " s");
        }
        return new Said(process.exitValue(), out.join(), err.join());
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(home.resolve("dharmic").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--base", base.toString()));
        return command;
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() throws IOException, InterruptedException {
        Said said = run("start");
        assertThat(said.code()).as("start: %s", said).isZero();
    }

    /** @return what a command in the container printed */
    String exec(String command) throws IOException, InterruptedException {
        Said said = run("exec", command);
        assertThat(said.code()).as("%s: %s", command, said).isZero();
        return said.out();
    }

    /** What a command prints with {@code --json}, one object for each line. */
    List<JsonNode> records(String command) throws IOException, InterruptedException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : exec(command + " --json").lines().toList()) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    /**
     * Starts a boot without waiting for it. The process is the container's own: the script and the launcher put it in
     * their place.
     */
    Process boot() throws IOException {
        return new ProcessBuilder(command("start", "--foreground"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Whether the start list's last line has been reached. */
    boolean hasReported() {
        return Files.exists(data().resolve("dharmic/boot.json"));
    }

    /** What the container found at its start. */
    JsonNode bootReport() throws IOException {
        return JSON.readTree(Files.readString(data().resolve("dharmic/boot.json")));
    }

    // --- the process

    /** The container's process, if one runs. */
    Optional<ProcessHandle> process() throws IOException {
        Path lock = data().resolve("dharmic/lock");
        if (!Files.exists(lock)) {
            return Optional.empty();
        }
        String holder = Files.readString(lock).strip();
        return holder.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(holder.split(" ")[0])).filter(this::isContainer);
    }

    /** Not another program that was given the same number since. */
    private boolean isContainer(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .contains(base.toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** kill -9, and waits until the system has taken the process away: then its lock is free. */
    void kill() throws IOException {
        process().orElseThrow(() -> new AssertionError("nothing to kill")).destroyForcibly();
        await().pollInterval(Duration.ofMillis(10)).atMost(KILLED).until(this::isLockFree);
    }

    private boolean isLockFree() throws IOException {
        try (FileChannel channel = FileChannel.open(data().resolve("dharmic/lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }

    /** Whatever a test did: nothing of it goes on running. */
    @Override
    public void close() throws Exception {
        if (process().isPresent()) {
            run("stop");
        }
        if (process().isPresent()) {
            kill();
        }
    }

    void deleteData() throws IOException {
        try (Stream<Path> tree = Files.walk(data())) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
