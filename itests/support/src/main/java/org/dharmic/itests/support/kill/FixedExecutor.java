package org.dharmic.itests.support.kill;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;

/**
 * Answers after a fixed time, at once when it is zero. No answer is like another one, so that a thought that was thought
 * again shows in the reply.
 */
final class FixedExecutor implements Executor {

    private final Instant since = Instant.now();
    private final AtomicLong count = new AtomicLong();
    private final Moments moments;
    private final Consumer<String> asked;
    private volatile Duration takes;

    /** @param asked told of each inquiry */
    FixedExecutor(Duration takes, Moments moments, Consumer<String> asked) {
        this.takes = takes;
        this.moments = moments;
        this.asked = asked;
    }

    void takes(Duration time) {
        takes = time;
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public ExecutorHealth health() {
        return new ExecutorHealth(true, "answers after " + takes, since);
    }

    @Override
    public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
        asked.accept(prompt.id());
        moments.pass("thinking");
        Completion done = new Completion.Done(
                "Thought number " + count.incrementAndGet() + " at " + System.nanoTime() + ".",
                "fixed",
                Completion.Usage.NONE,
                0);
        return takes.isZero()
                ? CompletableFuture.completedFuture(done)
                : CompletableFuture.supplyAsync(
                        () -> done, CompletableFuture.delayedExecutor(takes.toNanos(), TimeUnit.NANOSECONDS));
    }
}
