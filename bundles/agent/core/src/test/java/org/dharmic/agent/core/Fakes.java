package org.dharmic.agent.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.dharmic.context.Inquiry;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.deepmemory.Fact;
import org.dharmic.deepmemory.Identity;
import org.dharmic.deepmemory.Summary;
import org.dharmic.deepmemory.Turn;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.MemorySummary;
import org.dharmic.strangememory.StrangeMemory;

/** Neighbours that do what a test says. */
final class Fakes {

    private Fakes() {}

    static AgentSettings settings(int concurrency) {
        return new QuickSettings().concurrency(concurrency).build();
    }

    static Inquiry inquiry(String id, String text) {
        return new Inquiry(id, "console", "owner", "all", "thread-1", "", text, Instant.parse("2026-11-22T10:00:00Z"));
    }

    /** An executor that keeps what it was asked. */
    static final class Thinker implements Executor {
        private final String name;
        private final Function<Prompt, Completion> answer;
        private final boolean hasModel;
        final List<Prompt> asked = Collections.synchronizedList(new ArrayList<>());
        volatile boolean usable = true;

        Thinker(String name, Function<Prompt, Completion> answer) {
            this(name, true, answer);
        }

        Thinker(String name, boolean hasModel, Function<Prompt, Completion> answer) {
            this.name = name;
            this.hasModel = hasModel;
            this.answer = answer;
        }

        /** Answers without a model. */
        static Thinker plain() {
            return new Thinker("plain", false, prompt -> done("plain words", 0));
        }

        @Override
        public boolean hasModel() {
            return hasModel;
        }

        static Thinker saying(String name, String text) {
            return new Thinker(name, prompt -> done(text, 0));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ExecutorHealth health() {
            return new ExecutorHealth(usable, usable ? "well" : "ill", Instant.EPOCH);
        }

        @Override
        public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
            asked.add(prompt);
            return CompletableFuture.supplyAsync(() -> answer.apply(prompt));
        }
    }

    /** Never completes by itself. */
    static final class Hanging implements Executor {
        final CompletableFuture<Completion> run = new CompletableFuture<>();
        private final CountDownLatch begun = new CountDownLatch(1);

        boolean asked() {
            return begun.getCount() == 0;
        }

        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public ExecutorHealth health() {
            return new ExecutorHealth(true, "well", Instant.EPOCH);
        }

        @Override
        public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
            begun.countDown();
            return run;
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Completion done(String text, long cost) {
        return new Completion.Done(text, "m", Completion.Usage.NONE, cost);
    }

    static Completion retry(Duration after, String why) {
        return new Completion.Retry(after, why);
    }

    static Completion busy(Duration after) {
        return new Completion.Retry(after, "usage limit reached", Completion.Retry.Cause.BUSY);
    }

    /** Tells the time as it is, and later when a test says so. */
    static final class MovedClock extends Clock {
        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        void moveOn(Duration time) {
            ahead.updateAndGet(time::plus);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }
    }

    /** Both memories, by key. */
    static class Memories implements StrangeMemory, DeepMemory {
        final Map<String, Map<String, Object>> appended = Collections.synchronizedMap(new LinkedHashMap<>());
        final Map<String, Turn> turns = Collections.synchronizedMap(new LinkedHashMap<>());
        final Map<String, Fact> facts = Collections.synchronizedMap(new LinkedHashMap<>());

        @Override
        public boolean append(Layer layer, String key, Map<String, Object> fields) {
            return appended.put(layer.fileName() + " " + key, fields) == null;
        }

        @Override
        public List<Entry> recent(Layer layer, int n) {
            return List.of();
        }

        @Override
        public MemorySummary summary() {
            return new MemorySummary(Map.of(), 0, "");
        }

        @Override
        public Fact add(String key, String text, List<String> topics) {
            return facts.computeIfAbsent(key, id -> new Fact(id, text, topics, Instant.EPOCH));
        }

        /** Those with one of the words. */
        @Override
        public List<Fact> search(String query, int limit) {
            List<String> words = List.of(query.toLowerCase(Locale.ROOT).split("\\W+"));
            return List.copyOf(facts.values()).stream()
                    .filter(fact -> words.stream().anyMatch(fact.text().toLowerCase(Locale.ROOT)::contains))
                    .limit(limit)
                    .toList();
        }

        @Override
        public Optional<Fact> find(String id) {
            return Optional.ofNullable(facts.get(id));
        }

        @Override
        public List<Fact> recent(int limit) {
            return List.of();
        }

        @Override
        public boolean forget(String id) {
            return facts.remove(id) != null;
        }

        @Override
        public void addTurn(String key, Turn turn) {
            turns.put(key, turn);
        }

        @Override
        public List<Turn> turns(String session, int limit) {
            return List.of();
        }

        @Override
        public List<Summary> summaries(int limit) {
            return List.of();
        }

        @Override
        public void addSummary(Summary summary) {
            throw new UnsupportedOperationException("the agent does not use this");
        }

        @Override
        public Optional<Identity> identity() {
            return Optional.empty();
        }

        @Override
        public long count() {
            return facts.size();
        }
    }
}
