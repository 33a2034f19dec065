package org.dharmic.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.launcher.instance.Json;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/** The container as seen from the terminal: starts its process, waits until it is ready, and stops it. */
final class Daemon {

    /** What an ordinary machine needs is 2 s; a crowded one must not be told that it failed. */
    static final Duration READY_LIMIT = Duration.ofSeconds(60);

    /** Drain and close within 30 s, and then some for the archive of classes. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private static final Duration DETAILS_LIMIT = Duration.ofMillis(1500);

    private static final long POLL_MILLIS = 15;

    /**
     * In a session of its own where the system can, so that neither a closed terminal nor an interrupt meant for the
     * launcher reaches it.
     */
    private static final String DETACH = "umask 077; if command -v setsid >/dev/null 2>&1; then set -- setsid \"$@\"; "
            + "else set -- nohup \"$@\"; fi; out=$DHARMIC_OUT; unset DHARMIC_OUT; "
            + "\"$@\" </dev/null >\"$out\" 2>&1 & echo $!";

    private final Layout layout;

    Daemon(Layout layout) {
        this.layout = layout;
    }

    /** @return the container's process, begun but not yet ready */
    ProcessHandle spawn(List<String> options, ContainerCommand.Archive archive) throws IOException, StartFailure {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "dharmic"));
        command.addAll(new ContainerCommand(layout).build(options, archive));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("DHARMIC_OUT", layout.output().toString());
        Process shell = builder.start();
        shell.getOutputStream().close();
        String pid = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (!pid.matches("\\d+")) {
            throw new StartFailure("The shell could not start the container");
        }
        return ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow(() -> new StartFailure(reason("The container ended at once")));
    }

    /** Waits until every room is active; on failure the message says why, from the process's own words. */
    Readiness awaitReady(ProcessHandle process, Duration limit) throws StartFailure, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<Readiness> readiness = Readiness.read(layout, process.pid());
            if (readiness.isPresent() && readiness.get().ready()) {
                return readiness.get();
            }
            if (!Processes.isAlive(process)) {
                throw new StartFailure(reason("The container ended before it was ready"));
            }
            if (System.nanoTime() > deadline) {
                String state = readiness.map(Readiness::summary).orElse("it has not said anything yet");
                throw new StartFailure(reason("Not ready after " + limit.toSeconds() + " s: " + state
                        + "; the container (pid " + process.pid() + ") is still running"));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The first round of checks ends a moment after the readiness; not worth waiting for longer than that. */
    Map<String, Object> details(ProcessHandle process, Readiness ready) throws InterruptedException {
        Map<String, Object> content = ready.content();
        long deadline = System.nanoTime() + DETAILS_LIMIT.toNanos();
        while (!hasChecks(content) && content.containsKey("status") && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            content = Readiness.read(layout, process.pid())
                    .map(Readiness::content)
                    .orElse(content);
        }
        return content;
    }

    private static boolean hasChecks(Map<String, Object> content) {
        return content.get("details") instanceof Map<?, ?> details
                && details.get("checks") instanceof List<?> checks
                && !checks.isEmpty();
    }

    /** What the process said, if it said something in our own form; else the tails of its output and its log. */
    private String reason(String what) {
        List<String> output = tail(layout.output(), 12);
        for (String line : output) {
            if (line.startsWith("dharmic: ")) {
                return line.substring("dharmic: ".length());
            }
        }
        StringBuilder text = new StringBuilder(what);
        append(text, layout.output(), output);
        Path log = layout.log().resolve("dharmic.log");
        append(text, log, tail(log, 12));
        return text.toString();
    }

    private static void append(StringBuilder text, Path file, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n--- end of ").append(file).append('\n').append(String.join("\n", lines));
        }
    }

    static List<String> tail(Path file, int lines) {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, reader.length() - 16_384);
            reader.seek(from);
            byte[] bytes = new byte[(int) (reader.length() - from)];
            reader.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Asks politely and waits. @return whether it has ended */
    boolean stop(ProcessHandle process, Duration limit) throws InterruptedException {
        process.destroy();
        long deadline = System.nanoTime() + limit.toNanos();
        while (Processes.isAlive(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /**
     * What a container says about itself.
     *
     * @param ready whether it takes mail
     * @param summary one line
     * @param content of status.json, or of boot.json where no heartbeat runs
     */
    record Readiness(boolean ready, String summary, Map<String, Object> content) {

        static Optional<Readiness> read(Layout layout, long pid) {
            Optional<Map<String, Object>> status = load(layout.status(), pid);
            if (status.isPresent()) {
                String word = String.valueOf(status.get().get("status"));
                return Optional.of(new Readiness("running".equals(word), word, status.get()));
            }
            // Without a heartbeat the framework's own report is all there is.
            return load(layout.boot(), pid).map(boot -> {
                boolean ready = !Boolean.TRUE.equals(boot.get("heartbeat"));
                return new Readiness(ready, ready ? "running" : "starting", boot);
            });
        }

        static Optional<Map<String, Object>> load(Path file, long pid) {
            try {
                return Json.object(
                                Files.readString(file, StandardCharsets.UTF_8).strip())
                        .filter(content -> content.get("pid") instanceof Long written && written == pid);
            } catch (IOException e) {
                return Optional.empty(); // not written yet, or just being replaced: asked again until a limit
            }
        }
    }
}
