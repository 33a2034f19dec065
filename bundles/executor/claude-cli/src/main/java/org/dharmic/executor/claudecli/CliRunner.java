package org.dharmic.executor.claudecli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.support.Threads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs prompts, one fresh process each: a process keeps its conversation, so a second mail in it would see the first.
 * At most {@code processes.max} at once; a bounded number waits for a slot until its deadline, the rest is turned away at
 * once.
 */
final class CliRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CliRunner.class);

    /** A text that begins with a slash is taken as a command even with commands off: ours comes first, always. */
    static final String FIRST_LINE = "Answer the request in the text below this line.";

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration TO_EXIT = Duration.ofSeconds(2);

    /** Where program, key and folder come from; asked anew for every run. */
    interface Setting {
        ClaudeCliSettings settings();

        /** The program, its folder made and its login known. Throws with a message for people when something is missing. */
        Ready ready() throws Unusable;
    }

    record Ready(Path program, CliFolder folder, String secret) {}

    /** Something is missing; the message says what and where to mend it. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    private final Setting setting;
    private final Clock clock;
    private final Slots slots;
    private final AtomicInteger inHand = new AtomicInteger();
    private final ExecutorService runs = new ThreadPoolExecutor(
            0, 96, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("claudecli-run"));
    private final ExecutorService feeds = new ThreadPoolExecutor(
            0, 96, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("claudecli-feed"));
    private volatile boolean closed;

    CliRunner(Setting setting, Clock clock) {
        this.setting = setting;
        this.clock = clock;
        this.slots = new Slots(setting.settings().processes());
    }

    void resize(int processes) {
        slots.resize(processes);
    }

    /** Processes that run now. */
    int running() {
        return slots.used();
    }

    CompletableFuture<Completion> run(Prompt prompt, Lane lane, Deadline given) {
        CompletableFuture<Completion> future = new CompletableFuture<>();
        ClaudeCliSettings settings = setting.settings();
        Duration own = settings.deadline(lane);
        Deadline deadline = Deadline.in(given.left().compareTo(own) < 0 ? given.left() : own);
        if (inHand.incrementAndGet() > settings.processes() + settings.queue()) {
            inHand.decrementAndGet();
            future.complete(busy("all processes are busy and the queue is full"));
            return future;
        }
        try {
            runs.execute(() -> {
                try {
                    inSlot(prompt, lane, deadline, future);
                } finally {
                    inHand.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            inHand.decrementAndGet();
            future.complete(new Completion.Retry(SOON, "leaving, or all threads are busy"));
        }
        return future;
    }

    private void inSlot(Prompt prompt, Lane lane, Deadline deadline, CompletableFuture<Completion> future) {
        try {
            if (!slots.take(lane, deadline)) {
                future.complete(busy("no process came free in time"));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.complete(new Completion.Retry(SOON, "leaving"));
            return;
        }
        try {
            if (!future.isDone() && !closed) {
                process(prompt, deadline, future);
            }
        } catch (Unusable e) {
            future.complete(new Completion.Retry(Duration.ofMinutes(1), e.getMessage()));
        } catch (CharacterCodingException e) {
            future.complete(new Completion.Retry(Duration.ofSeconds(5), "the output was not UTF-8"));
        } catch (IOException e) {
            LOG.debug("Run {} failed", prompt.id(), e);
            future.complete(new Completion.Retry(
                    Duration.ofSeconds(10),
                    "the program could not be run: " + e.getClass().getSimpleName()));
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        } finally {
            slots.give(lane);
            future.complete(new Completion.Retry(SOON, "leaving"));
        }
    }

    private void process(Prompt prompt, Deadline deadline, CompletableFuture<Completion> future)
            throws Unusable, IOException {
        ClaudeCliSettings settings = setting.settings();
        Ready ready = setting.ready();
        Path system = ready.folder().prompt(prompt.system());
        try (CliProcess process = CliProcess.start(
                CliCommand.arguments(ready.program(), settings, system),
                CliCommand.environment(System.getenv(), ready.folder(), settings, ready.secret()),
                ready.folder().work(),
                ready.folder().processes(),
                settings.outputBytes())) {
            feeds.execute(() -> feed(process, prompt));
            CliOutput output = new CliOutput(clock);
            CliProcess.Ending ending = process.await(output, deadline, () -> closed || future.isDone());
            switch (ending) {
                case COMPLETE -> {
                    if (output.hasResult()) {
                        future.complete(output.completion(OptionalInt.empty()));
                        process.exitCode(TO_EXIT); // it goes by itself, its standard input is closed
                    } else if (output.offersTools()) {
                        process.close();
                        future.complete(output.completion(OptionalInt.empty()));
                    } else {
                        future.complete(output.completion(process.exitCode(TO_EXIT)));
                    }
                }
                case DEADLINE -> {
                    process.close(); // first: nothing of it is left when the agent goes on
                    future.complete(new Completion.Retry(
                            Duration.ofSeconds(5),
                            "no answer in time, the process was ended",
                            Completion.Retry.Cause.LATE));
                }
                case TOO_MUCH_OUTPUT -> {
                    process.close();
                    future.complete(new Completion.Retry(
                            Duration.ofSeconds(30),
                            "more output than output.max.bytes allows (" + ClaudeCliSettings.FILE
                                    + "), the process was ended"));
                }
                case STOPPED -> process.close();
            }
        } finally {
            Files.deleteIfExists(system);
        }
    }

    private static Completion busy(String why) {
        return new Completion.Retry(SOON, why, Completion.Retry.Cause.BUSY);
    }

    private static void feed(CliProcess process, Prompt prompt) {
        try {
            process.feed(FIRST_LINE + "\n\n" + prompt.user() + "\n");
        } catch (IOException e) {
            // It ended or did not want all of it; what it printed tells which.
            LOG.debug("Prompt {} was not read to its end: {}", prompt.id(), e.toString());
        }
    }

    /** Ends every process and waits a moment for the threads. */
    @Override
    public void close() {
        closed = true;
        slots.close();
        runs.shutdown(); // no interrupt: the runs look at the flag, and end their processes themselves
        try {
            boolean ended = runs.awaitTermination(4, TimeUnit.SECONDS);
            feeds.shutdown(); // after the runs: one that was just starting still needs a thread to be fed by
            if (!ended || !feeds.awaitTermination(500, TimeUnit.MILLISECONDS)) {
                LOG.warn("A run did not end; its process is recorded and will be looked for at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            feeds.shutdown();
        }
    }
}
