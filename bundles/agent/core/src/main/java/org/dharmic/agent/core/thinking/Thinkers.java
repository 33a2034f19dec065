package org.dharmic.agent.core.thinking;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dharmic.agent.core.answer.AnswerCheck;
import org.dharmic.agent.core.answer.Redaction;
import org.dharmic.agent.core.text.Text;
import org.dharmic.agent.core.thinking.Roster.Bound;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from one executor to the next, until one has an answer: over the unhealthy ones, those left alone after failures,
 * and those that used up the day's budget.
 */
public final class Thinkers {

    private static final Logger LOG = LoggerFactory.getLogger(Thinkers.class);

    /** An executor completes shortly after its deadline at the latest; this is how long "shortly" may be. */
    static final Duration GRACE = Duration.ofSeconds(3);
    /** One that leaves is usually being upgraded: nobody shall get a lesser answer for that. */
    public static final Duration RETURN = Duration.ofSeconds(2);

    /** For what an executor has in hand when it leaves: longer than providers drain by default. */
    private static final Duration TO_FINISH = Duration.ofSeconds(4);
    /** How often a wait for an answer looks whether its executor is still there. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The agent leaves: whatever was thought is dropped. */
    public static final class Leaving extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Leaving() {
            super("the agent is leaving");
        }
    }

    private final Roster roster;
    private final Budget budget;
    private final Set<CompletableFuture<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Thinkers(Roster roster, Budget budget) {
        this.roster = roster;
        this.budget = budget;
    }

    /** Whether one can be asked now, and why not. */
    public ExecutorHealth health(Bound one) {
        ExecutorHealth own = own(one);
        return own.usable() && one.breaker().isOpen()
                ? new ExecutorHealth(
                        false,
                        "left alone for " + one.breaker().left().toSeconds() + " s: "
                                + one.breaker().why(),
                        own.since())
                : own;
    }

    private static ExecutorHealth own(Bound one) {
        try {
            return one.executor().health();
        } catch (RuntimeException e) {
            return new ExecutorHealth(false, "its health is unknown: " + e, Instant.EPOCH);
        }
    }

    /** Models that are left alone after failures, each with the reason. */
    public List<String> leftAlone() {
        return roster.ordered().stream()
                .filter(each -> each.hasModel() && each.breaker().isOpen())
                .map(each -> each.name() + ": " + Text.line(each.breaker().why()))
                .toList();
    }

    /**
     * What {@link #think} would come to for a mail when all there is to do is to wait for a model that has no room: spares
     * gathering a context for nothing. Empty when somebody can be asked.
     */
    public Optional<Thinking.NotNow> mustWait(Limits limits) {
        Tries tries = new Tries();
        for (Bound one : roster.ordered()) {
            boolean usable = own(one).usable();
            if (usable && one.breaker().isOpen()) {
                tries.leftAlone(one);
            } else if (usable
                    && !budget.isUsedUp(one.name(), limits.budgetMicros())
                    && (one.hasModel() || !tries.modelIsBusy())) {
                return Optional.empty();
            }
        }
        return limits.waitsForModel() && tries.modelIsBusy() ? Optional.of(tries.notNow()) : Optional.empty();
    }

    /** @param mail whether the question came by mail: nobody sits and waits, and the answer leaves the machine */
    public Thinking think(Prompt prompt, Limits limits, boolean mail) {
        Deadline all = Deadline.in(limits.all());
        Tries tries = new Tries();
        Set<Executor> asked = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Bound one = roster.next(asked); one != null; one = roster.next(asked)) {
            asked.add(one.executor());
            if (mail && limits.waitsForModel() && tries.modelIsBusy() && !one.hasModel()) {
                continue; // a lesser answer now is worth less than a good one in a while
            }
            ExecutorHealth health = own(one);
            if (health.usable() && one.breaker().isOpen()) {
                tries.leftAlone(one);
                continue;
            }
            if (!health.usable() || budget.isUsedUp(one.name(), limits.budgetMicros()) || all.isOver()) {
                tries.passedOver(
                        one,
                        !health.usable()
                                ? health.reason()
                                : all.isOver() ? "no time left" : "the day's budget is used up");
                continue;
            }
            long start = System.nanoTime();
            Completion completion = run(one, prompt, shorter(limits.executorDeadline(), all.left()));
            if (closed) {
                throw new Leaving();
            }
            if (completion instanceof Completion.Done done) {
                budget.spend(one.name(), done.costMicros());
                String text = AnswerCheck.checked(
                        done.text(), limits.answerChars(), mail ? limits.redaction() : Redaction.NONE);
                if (!text.isEmpty()) {
                    if (one.breaker().succeeded()) {
                        LOG.info("{} answers again", one.name());
                    }
                    Duration took = Duration.ofNanos(System.nanoTime() - start);
                    return new Thinking.Thought(
                            text, one.name(), Text.line(done.model()), took, done.costMicros(), tries.attempts());
                }
                completion = new Completion.Retry(Duration.ZERO, "the answer was empty");
            }
            if (completion instanceof Completion.Rejected rejected) {
                tries.rejected(one, rejected);
            } else if (completion instanceof Completion.Retry retry) {
                boolean left = roster.hasLeft(one); // its successor, if it comes, is asked next by its ranking
                tries.failed(one, retry, left);
                if (!left) {
                    failed(one, retry, limits);
                }
            }
        }
        return tries.outcome();
    }

    /** Told once, and once more when it answers again: an outage of days does not fill the log. */
    private static void failed(Bound one, Completion.Retry retry, Limits limits) {
        if (one.breaker().failed(retry, limits.breakerFailures())) {
            LOG.warn("{} has no answer: {}", one.name(), Text.line(retry.why()));
        } else {
            LOG.debug("{} has no answer: {}", one.name(), retry.why());
        }
    }

    private Completion run(Bound one, Prompt prompt, Duration limit) {
        CompletableFuture<Completion> future;
        try {
            future = one.executor()
                    .run(prompt, Lane.INTERACTIVE, Deadline.in(limit))
                    .toCompletableFuture();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("{} could not be asked", one.name(), e);
            return new Completion.Retry(
                    Duration.ofSeconds(1), "could not be asked: " + e.getClass().getSimpleName());
        }
        running.add(future);
        try {
            if (closed) {
                future.cancel(true);
            }
            return await(one, future, limit);
        } catch (ExecutionException e) {
            LOG.warn("Executor {} has a defect", one.name(), e.getCause());
            return new Completion.Retry(
                    Duration.ofSeconds(30), "failed: " + e.getCause().getClass().getSimpleName());
        } catch (CancellationException e) {
            return new Completion.Retry(Duration.ZERO, "was cancelled");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            throw new Leaving();
        } finally {
            running.remove(future);
        }
    }

    /** One that leaves finishes what it has in hand, or says that it cannot; one that does neither is given up. */
    private Completion await(Bound one, CompletableFuture<Completion> future, Duration limit)
            throws InterruptedException, ExecutionException {
        Deadline end = Deadline.in(limit.plus(GRACE));
        Deadline afterLeaving = null;
        while (true) {
            try {
                return future.get(shorter(LOOK, end.left()).toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (end.isOver()) {
                    future.cancel(true);
                    return new Completion.Retry(
                            Duration.ofSeconds(30),
                            "did not keep its deadline of " + limit.toSeconds() + " s",
                            Completion.Retry.Cause.LATE);
                }
                if (afterLeaving == null && roster.hasLeft(one)) {
                    afterLeaving = Deadline.in(TO_FINISH);
                } else if (afterLeaving != null && afterLeaving.isOver()) {
                    future.cancel(true);
                    return new Completion.Retry(Duration.ZERO, "left without an answer");
                }
            }
        }
    }

    /** Cancels what runs; those who wait for it learn that the agent leaves. */
    public void cancel() {
        closed = true;
        roster.close();
        running.forEach(future -> future.cancel(true));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
