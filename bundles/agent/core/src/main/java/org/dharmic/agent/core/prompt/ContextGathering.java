package org.dharmic.agent.core.prompt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dharmic.agent.core.neighbour.Rank;
import org.dharmic.agent.core.text.Text;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt.Outcome;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every contributor at once and waits for all of them until one deadline. Whoever is late keeps its thread until it
 * ends: an interrupt would close files that others share. So that one that hangs does not take all threads, each may have
 * only a few calls under way.
 */
public final class ContextGathering implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContextGathering.class);
    private static final int MOST_CALLS_EACH = 6;
    private static final String BUSY = "earlier calls have not returned yet";
    /** A room that is being exchanged is back sooner, one that was taken away is not waited for longer. */
    private static final Duration ABSENCE = Duration.ofSeconds(2);

    /** What a contributor gave. */
    record Part(String name, Outcome outcome, List<ContextBlock> blocks, Duration took, String note) {}

    public record Gathered(List<Part> parts, Duration took) {}

    private final Contributors contributors = new Contributors(ABSENCE);
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, 64, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("agent-context"));
    private final Meters meters;

    public ContextGathering(Meters meters) {
        this.meters = meters;
    }

    public void arrived(ContextContributor contributor, Rank rank) {
        contributors.arrived(contributor, rank);
    }

    public void ranked(ContextContributor contributor, Rank rank) {
        contributors.ranked(contributor, rank);
    }

    public void left(ContextContributor contributor) {
        contributors.left(contributor);
    }

    /** The parts in the order of the contributors' names. */
    public Gathered gather(Inquiry inquiry, int maxChars, Duration limit) {
        long start = System.nanoTime();
        // Who is waited for in vain is named in time, with the reason.
        long deadline = start + limit.toNanos() / 10 * 9;
        List<String> names = contributors.names();
        List<CompletableFuture<Part>> answers = names.stream()
                .map(name -> ask(name, inquiry, maxChars, start, deadline))
                .toList();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Duration left = limit.minusNanos(System.nanoTime() - start);
            parts.add(await(names.get(i), answers.get(i), left.isNegative() ? Duration.ZERO : left, start));
        }
        meters.timeSince("agent_context_seconds", start);
        return new Gathered(parts, Duration.ofNanos(System.nanoTime() - start));
    }

    private CompletableFuture<Part> ask(String name, Inquiry inquiry, int maxChars, long start, long deadline) {
        Optional<Contributors.One> first = contributors.now(name);
        if (first.isPresent() && !enter(first.get())) {
            return CompletableFuture.completedFuture(failed(name, start, BUSY));
        }
        CompletableFuture<Part> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(first.map(one -> again(
                                    entered(one, inquiry, maxChars, start), one, inquiry, maxChars, start, deadline))
                            .orElseGet(() -> awaited(name, inquiry, maxChars, start, deadline)));
                } finally {
                    meters.timeSince("agent_contributor_seconds", start, "name", name);
                }
            });
        } catch (RejectedExecutionException e) {
            first.ifPresent(one -> one.calls().decrementAndGet());
            answer.complete(failed(name, start, "no thread is free"));
        }
        return answer;
    }

    private static boolean enter(Contributors.One one) {
        if (one.calls().incrementAndGet() > MOST_CALLS_EACH) {
            one.calls().decrementAndGet();
            return false;
        }
        return true;
    }

    /** A room that is being exchanged answers when it is back, if that is in time. */
    private Part awaited(String name, Inquiry inquiry, int maxChars, long start, long deadline) {
        Optional<Contributors.One> one = contributors.awaited(name, deadline);
        if (one.isEmpty()) {
            return failed(name, start, "temporarily unavailable");
        }
        return enter(one.get())
                ? again(entered(one.get(), inquiry, maxChars, start), one.get(), inquiry, maxChars, start, deadline)
                : failed(name, start, BUSY);
    }

    /** A call that failed because its room left is made again on the successor. */
    private Part again(Part part, Contributors.One one, Inquiry inquiry, int maxChars, long start, long deadline) {
        return part.outcome() == Outcome.FAILED && !contributors.isPresent(one) && System.nanoTime() - deadline < 0
                ? awaited(one.name(), inquiry, maxChars, start, deadline)
                : part;
    }

    private Part entered(Contributors.One one, Inquiry inquiry, int maxChars, long start) {
        try {
            List<ContextBlock> blocks = List.copyOf(one.contributor().contribute(inquiry, maxChars));
            return new Part(one.name(), blocks.isEmpty() ? Outcome.NOTHING : Outcome.GIVEN, blocks, since(start), "");
        } catch (Exception | LinkageError e) {
            LOG.debug("Context of {} for {} failed", one.name(), inquiry.id(), e);
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return failed(one.name(), start, Text.first(Text.line(message), 300));
        } finally {
            one.calls().decrementAndGet();
        }
    }

    private static Part await(String name, CompletableFuture<Part> answer, Duration left, long start) {
        try {
            return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Part(name, Outcome.LATE, List.of(), since(start), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Part(name, Outcome.LATE, List.of(), since(start), "");
        } catch (ExecutionException e) {
            return failed(name, start, String.valueOf(e.getCause()));
        }
    }

    private static Part failed(String name, long start, String note) {
        return new Part(name, Outcome.FAILED, List.of(), since(start), note);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
