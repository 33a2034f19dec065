package org.dharmic.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dharmic.launcher.DemoInstance;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.launcher.wire.ExecSocket;
import org.dharmic.launcher.wire.Frame;

/**
 * An instance of the distribution in a folder of its own, driven as a person or a script would: by {@code ./dharmic} and
 * by commands over its socket. Safe for many threads but for starting and stopping.
 */
public final class Instance implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration WAYS_IN = Duration.ofSeconds(30);
    private static final Duration KILLED = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Layout layout;
    /** A signal that ends us closes nothing, and the container would go on beside whatever is started next. */
    private final Thread endedWithUs = new Thread(this::destroy, "end-of-instance");

    private boolean willEndWithUs;

    private Instance(Path home, Path base) {
        this.layout = new Layout(home, base);
    }

    /** Not started yet and without a mailbox; ssh takes any free port. */
    public static Instance empty(Path home, Path base) throws IOException {
        Instance instance = new Instance(home, base);
        instance.sshPort(0);
        return instance;
    }

    /** As the demo has it: with a mail server of its own, a sample vault, a telos, and ports that are free. */
    public static Instance withSandbox(Path home, Path base) throws IOException {
        Instance instance = new Instance(home, base);
        try {
            new DemoInstance(instance.layout).furnish();
        } catch (StartFailure e) {
            throw new IOException(e.getMessage(), e);
        }
        return instance;
    }

    public void sshPort(int port) throws IOException {
        String name = "org.apache.karaf.shell.cfg";
        configure(
                name,
                Files.readString(layout.home().resolve("etc").resolve(name))
                        .replaceAll("(?m)^sshPort *=.*$", "sshPort = " + port));
    }

    /** Writes a file of the instance's {@code etc/}. */
    public void configure(String name, String content) throws IOException {
        Path file = layout.etc().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    public Layout layout() {
        return layout;
    }

    public Path data() {
        return layout.data();
    }

    // ---- the start list

    /** The line of an artifact of this project. */
    public StartList.Line line(String artifact) throws IOException {
        try {
            return StartList.read(layout.startList()).lines().stream()
                    .filter(line -> line.artifact().equals("org.dharmic:" + artifact))
                    .findFirst()
                    .orElseThrow(() -> new IOException(artifact + " is not on " + layout.startList()));
        } catch (StartFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The jar of an artifact of this project as it was shipped. */
    public Path shipped(String artifact) throws IOException {
        Path folder = layout.home().resolve("system/org/dharmic").resolve(artifact);
        try (var tree = Files.walk(folder, 2)) {
            return tree.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no jar below " + folder));
        }
    }

    /** Before the first start: puts a jar of this project into the instance and onto its list. */
    public void add(String artifact, String version, int level, byte[] jar) throws IOException {
        StartList.Line line = new StartList.Line(0, "mvn:org.dharmic/" + artifact + "/" + version, level);
        Path file = layout.base().resolve("system").resolve(line.repositoryPath());
        Files.createDirectories(file.getParent());
        Files.write(file, jar);
        Files.writeString(
                layout.startList(),
                line.location().replace(":", "\\:") + " = " + level + "\n",
                StandardOpenOption.APPEND);
    }

    // ---- verbs

    /**
     * What a program said.
     *
     * @param code the exit code
     * @param out standard output
     * @param err standard error
     */
    public record Said(int code, String out, String err) {}

    public Said run(String... words) throws IOException, InterruptedException {
        return runWith("", words);
    }

    public Said runWith(String input, String... words) throws IOException, InterruptedException {
        return said(new ProcessBuilder(command(words)), input, words);
    }

    /** As {@link #run} by somebody who is in a folder. */
    public Said runIn(Path folder, String... words) throws IOException, InterruptedException {
        return said(new ProcessBuilder(command(words)).directory(folder.toFile()), "", words);
    }

    private static Said said(ProcessBuilder builder, String input, String... words)
            throws IOException, InterruptedException {
        Process process = builder.start();
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
        List<String> command =
                new ArrayList<>(List.of(layout.home().resolve("dharmic").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--base", layout.base().toString()));
        return command;
    }

    private void endWithUs() {
        if (!willEndWithUs) {
            Runtime.getRuntime().addShutdownHook(endedWithUs);
            willEndWithUs = true;
        }
    }

    private void destroy() {
        try {
            process().ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            System.err.println("A container may go on running in " + layout.base() + ": " + e);
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() throws IOException, InterruptedException {
        endWithUs();
        Said said = run("start");
        if (said.code() != 0) {
            throw new AssertionError("start: " + said);
        }
    }

    /**
     * Starts a boot without waiting for it. The process is the container's own: the script and the launcher put it in
     * their place.
     */
    public Process boot() throws IOException {
        endWithUs();
        return new ProcessBuilder(command("start", "--foreground"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    // ---- commands, over the socket

    /**
     * Runs commands, one a line.
     *
     * @return what they said; the code is 1 when one of them failed
     * @throws IOException when the container does not listen, or left before they had ended
     */
    public Said exec(String script) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (SocketChannel channel = connect()) {
            new Frame(Frame.Kind.SCRIPT, script.getBytes(StandardCharsets.UTF_8)).write(channel);
            while (true) {
                Frame frame = Frame.read(channel);
                switch (frame.kind()) {
                    case OUT -> out.write(frame.bytes());
                    case ERR -> err.write(frame.bytes());
                    case EXIT -> {
                        return new Said(
                                frame.bytes()[0],
                                out.toString(StandardCharsets.UTF_8),
                                err.toString(StandardCharsets.UTF_8));
                    }
                    default -> throw new IOException("Unexpected " + frame.kind());
                }
            }
        }
    }

    /** They follow the readiness for mail within a moment. */
    private SocketChannel connect() throws IOException, InterruptedException {
        Path socket = ExecSocket.path(layout.dharmic());
        long deadline = System.nanoTime() + WAYS_IN.toNanos();
        while (true) {
            if (Files.exists(socket)) {
                try {
                    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
                } catch (ConnectException e) {
                    // Left by a killed process: the next one is about to replace it.
                    Thread.onSpinWait();
                }
            }
            if (process().isEmpty()) {
                throw new ConnectException("No container runs in " + layout.base());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ConnectException("Nothing listens at " + socket);
            }
            Thread.sleep(10);
        }
    }

    /** @return what a command printed; it must succeed */
    public String tell(String command) throws IOException, InterruptedException {
        Said said = exec(command);
        if (said.code() != 0) {
            throw new AssertionError(command + ": " + said);
        }
        return said.out();
    }

    /** What a command prints, one JSON object for each line. */
    public List<JsonNode> lines(String command) throws IOException, InterruptedException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : tell(command).lines().toList()) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    /** As {@link #lines} for a command that prints JSON when asked to. */
    public List<JsonNode> records(String command) throws IOException, InterruptedException {
        return lines(command + " --json");
    }

    // ---- what it reports

    /** Whether the start list's last line has been reached. */
    public boolean hasReported() {
        return Files.exists(layout.boot());
    }

    /** What the container found at its start. */
    public JsonNode bootReport() throws IOException {
        return JSON.readTree(Files.readString(layout.boot()));
    }

    /** What the heartbeat wrote last. */
    public JsonNode status() throws IOException {
        return JSON.readTree(Files.readString(layout.status()));
    }

    // ---- the process

    /** The container's process, if one runs. */
    public Optional<ProcessHandle> process() throws IOException {
        if (!Files.exists(layout.lock())) {
            return Optional.empty();
        }
        String holder = Files.readString(layout.lock()).strip();
        return holder.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(holder.split(" ")[0])).filter(this::isContainer);
    }

    public long pid() throws IOException {
        return process()
                .orElseThrow(() -> new IOException("No container runs in " + layout.base()))
                .pid();
    }

    /** Not another program that was given the same number since. */
    private boolean isContainer(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .contains(layout.base().toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** kill -9, and waits until the system has taken the process away: then its lock is free. */
    public void kill() throws Exception {
        process().orElseThrow(() -> new AssertionError("nothing to kill")).destroyForcibly();
        Waiting.until(KILLED, () -> "the end of the killed process", this::isLockFree);
    }

    private boolean isLockFree() throws IOException {
        try (FileChannel channel = FileChannel.open(layout.lock(), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }

    /** As if the machine's part of the disk were lost; not while it runs. */
    public void deleteData() throws IOException {
        DurableFile.deleteFolder(data());
    }

    /** Whatever happened: nothing of it goes on running. */
    @Override
    public void close() throws Exception {
        if (process().isPresent()) {
            run("stop");
        }
        if (process().isPresent()) {
            kill();
        }
        if (willEndWithUs) {
            Runtime.getRuntime().removeShutdownHook(endedWithUs);
            willEndWithUs = false;
        }
    }
}
