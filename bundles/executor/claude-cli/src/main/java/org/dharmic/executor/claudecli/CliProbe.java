package org.dharmic.executor.claudecli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.support.Threads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the program can be used at all, found out on a thread of its own and kept: asking costs nothing. A bad state is
 * looked at again soon, a good one now and then.
 */
final class CliProbe implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CliProbe.class);
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
    private static final Duration GOOD_FOR = Duration.ofMinutes(5);
    private static final Duration BAD_FOR = Duration.ofSeconds(10);

    /** A look ends at once when its process is told to, or when it has waited long enough for the secrets. */
    private static final Duration TO_END = Duration.ofSeconds(3);

    private final CliRunner.Setting setting;
    private final Supplier<CliFolder> folder;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Threads.named("claudecli-probe"));
    private final AtomicBoolean looking = new AtomicBoolean();
    private CliFolder withoutOrphans; // of the probe's thread alone
    private volatile boolean closed;
    private volatile ExecutorHealth health;
    private volatile Deadline fresh = Deadline.in(Duration.ZERO);

    CliProbe(CliRunner.Setting setting, Supplier<CliFolder> folder, Clock clock) {
        this.setting = setting;
        this.folder = folder;
        this.clock = clock;
        // Not known to be bad: a run finds out by itself, and the first mail need not wait for the first look.
        this.health =
                new ExecutorHealth(true, "not looked at yet", clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The state as last seen; starts a look when that is long ago. */
    ExecutorHealth health() {
        if (fresh.isOver()) {
            look();
        }
        return health;
    }

    /** Looks now, on its own thread. */
    void look() {
        if (!closed && looking.compareAndSet(false, true)) {
            try {
                thread.execute(this::looked);
            } catch (RejectedExecutionException e) {
                looking.set(false); // leaving
            }
        }
    }

    private void looked() {
        try {
            endOrphans();
            CliRunner.Ready ready = setting.ready();
            state(true, "Claude CLI " + version(ready));
        } catch (CliRunner.Unusable e) {
            state(false, e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.debug("The look at the program failed", e);
            state(
                    false,
                    "the program cannot be run: " + e.getMessage() + " (key command, " + ClaudeCliSettings.FILE + ")");
        } finally {
            looking.set(false);
        }
    }

    private void endOrphans() throws IOException {
        CliFolder now = folder.get();
        if (!now.equals(withoutOrphans)) {
            now.make();
            now.processes().endOrphans();
            withoutOrphans = now;
        }
    }

    private String version(CliRunner.Ready ready) throws IOException, CliRunner.Unusable {
        StringBuilder text = new StringBuilder();
        try (CliProcess process = CliProcess.start(
                List.of(ready.program().toString(), "--version"),
                CliCommand.environment(System.getenv(), ready.folder(), setting.settings(), ""),
                ready.folder().work(),
                ready.folder().processes(),
                65_536)) {
            process.feed("");
            CliProcess.Ending ending = process.await(
                    line -> {
                        text.append(line.isBlank() || !text.isEmpty() ? "" : line.strip());
                        return false;
                    },
                    Deadline.in(VERSION_LIMIT),
                    () -> closed);
            OptionalInt code = process.exitCode(Duration.ofSeconds(1));
            if (ending != CliProcess.Ending.COMPLETE || code.isEmpty() || code.getAsInt() != 0) {
                throw new CliRunner.Unusable(ready.program() + " --version "
                        + (ending == CliProcess.Ending.COMPLETE
                                ? "ended with exit code " + code.orElse(-1)
                                : "did not end")
                        + ": is it installed completely? (key command, " + ClaudeCliSettings.FILE + ")");
            }
        }
        String line = text.toString();
        return line.substring(0, Math.min(80, line.length())).replaceAll("[^\\p{Print}]", "");
    }

    private void state(boolean usable, String reason) {
        ExecutorHealth before = health;
        fresh = Deadline.in(usable ? GOOD_FOR : BAD_FOR);
        if (before.usable() != usable || !before.reason().equals(reason)) {
            health = new ExecutorHealth(usable, reason, clock.instant().truncatedTo(ChronoUnit.SECONDS));
            if (usable) {
                LOG.info("{} can be used", reason);
            } else {
                LOG.warn("Claude CLI cannot be used: {}", reason);
            }
        }
    }

    /** Waits for a look in hand. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The look at the program did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
