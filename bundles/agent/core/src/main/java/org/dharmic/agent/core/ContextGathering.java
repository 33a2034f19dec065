package org.dharmic.agent.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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
final class ContextGathering implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContextGathering.class);
    private static final int MOST_CALLS_EACH = 6;

    /** What a contributor gave. */
    record Part(String name, Outcome outcome, List<ContextBlock> blocks, Duration took, String note) {}

    record Gathered(List<Part> parts, Duration took) {}

    /** Its rank changes with its configuration, the calls under way stay. */
    private record Asked(ContextContributor contributor, String name, Rank rank, AtomicInteger calls) {}

    private final List<Asked> contributors = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, 64, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("agent-context"));
    private final Meters meters;

    ContextGathering(Meters meters) {
        this.meters = meters;
    }

    void arrived(ContextContributor contributor, Rank rank) {
        contributors.add(new Asked(contributor, contributor.name(), rank, new AtomicInteger()));
    }

    void ranked(ContextContributor contributor, Rank rank) {
        contributors.replaceAll(each ->
                each.contributor() == contributor ? new Asked(contributor, each.name(), rank, each.calls()) : each);
    }

    void left(ContextContributor contributor) {
        contributors.removeIf(each -> each.contributor() == contributor);
    }

    /** The parts in the order of the contributors' names. */
    Gathered gather(Inquiry inquiry, int maxChars, Duration limit) {
        long start = System.nanoTime();
        List<Asked> asked = asked();
        List<CompletableFuture<Part>> answers =
                asked.stream().map(each -> ask(each, inquiry, maxChars)).toList();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Duration left = limit.minusNanos(System.nanoTime() - start);
            parts.add(await(asked.get(i), answers.get(i), left.isNegative() ? Duration.ZERO : left, start));
        }
        meters.timeSince("agent_context_seconds", start);
        return new Gathered(parts, Duration.ofNanos(System.nanoTime() - start));
    }

    /** In the order of their names; of those with the same name, two providers of one room, the first by rank alone. */
    private List<Asked> asked() {
        Map<String, Asked> byName = new TreeMap<>();
        for (Asked each : contributors) {
            byName.merge(each.name(), each, (one, other) -> one.rank().compareTo(other.rank()) <= 0 ? one : other);
        }
        return List.copyOf(byName.values());
    }

    private CompletableFuture<Part> ask(Asked asked, Inquiry inquiry, int maxChars) {
        long start = System.nanoTime();
        if (asked.calls().incrementAndGet() > MOST_CALLS_EACH) {
            asked.calls().decrementAndGet();
            return CompletableFuture.completedFuture(failed(asked, start, "earlier calls have not returned yet"));
        }
        CompletableFuture<Part> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(answered(asked, inquiry, maxChars, start));
                } finally {
                    asked.calls().decrementAndGet();
                    meters.timeSince("agent_contributor_seconds", start, "name", asked.name());
                }
            });
        } catch (RejectedExecutionException e) {
            asked.calls().decrementAndGet();
            answer.complete(failed(asked, start, "no thread is free"));
        }
        return answer;
    }

    private Part answered(Asked asked, Inquiry inquiry, int maxChars, long start) {
        try {
            List<ContextBlock> blocks = List.copyOf(asked.contributor().contribute(inquiry, maxChars));
            return new Part(asked.name(), blocks.isEmpty() ? Outcome.NOTHING : Outcome.GIVEN, blocks, since(start), "");
        } catch (Exception | LinkageError e) {
            LOG.debug("Context of {} for {} failed", asked.name(), inquiry.id(), e);
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return failed(asked, start, Text.first(Text.line(message), 300));
        }
    }

    private static Part await(Asked asked, CompletableFuture<Part> answer, Duration left, long start) {
        try {
            return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Part(asked.name(), Outcome.LATE, List.of(), since(start), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Part(asked.name(), Outcome.LATE, List.of(), since(start), "");
        } catch (ExecutionException e) {
            return failed(asked, start, String.valueOf(e.getCause()));
        }
    }

    private static Part failed(Asked asked, long start, String note) {
        return new Part(asked.name(), Outcome.FAILED, List.of(), since(start), note);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
