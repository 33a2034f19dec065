package org.dharmic.agent.core;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dharmic.agent.Answer;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.command.Commands;
import org.dharmic.agent.core.memory.EventApplier;
import org.dharmic.agent.core.memory.Learning;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Answers those who ask directly: they wait for the answer, and nothing of it passes the journal. */
final class Questions {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final int AT_ONCE = 4;
    private static final int RECENT_THREADS = 100;

    private final Conversation conversation;
    private final EventApplier applier;
    private final Gate gate;
    private final Meters meters;
    private final Clock clock;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, AT_ONCE, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("agent-question"));
    /** Receipts of answers by thread, the oldest goes first; guarded by itself. */
    private final Map<String, Receipt> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Receipt> eldest) {
            return size() > RECENT_THREADS;
        }
    };

    private final AtomicBoolean learningFails = new AtomicBoolean();

    Questions(Conversation conversation, EventApplier applier, Gate gate, Meters meters, Clock clock) {
        this.conversation = conversation;
        this.applier = applier;
        this.gate = gate;
        this.meters = meters;
        this.clock = clock;
    }

    CompletionStage<Answer> ask(Inquiry inquiry) {
        if (!gate.enter()) {
            throw new Gate.Leaving("agent.core");
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                MDC.put("item", inquiry.id());
                try {
                    answer.complete(answer(inquiry));
                } catch (RuntimeException | LinkageError | StackOverflowError e) {
                    answer.completeExceptionally(e);
                } finally {
                    MDC.remove("item");
                    gate.leave();
                }
            });
        } catch (RejectedExecutionException e) {
            gate.leave();
            answer.completeExceptionally(new IllegalStateException(
                    AT_ONCE + " questions are being answered already; ask again when one is done"));
        }
        return answer;
    }

    /** Who asks directly sits at the console and owns the machine. */
    private Answer answer(Inquiry inquiry) {
        Asking asking = new Asking(inquiry, Asking.Tier.ADMIN, "");
        Conversation.Ending ending = conversation.converse(asking);
        if (ending instanceof Conversation.Ending.Answered answered) {
            if (!answered.receipt().executor().equals(Commands.NAME)) {
                synchronized (recent) {
                    recent.put(inquiry.thread(), answered.receipt());
                }
            }
            learnNow(inquiry, answered.events());
            return new Answer(answered.markdown(), answered.receipt());
        }
        String why = ending instanceof Conversation.Ending.NotNow notNow
                ? "No executor has an answer at the moment: " + notNow.why()
                : "No executor will answer this: " + ((Conversation.Ending.Never) ending).why();
        meters.count("agent_failures_total", "what", "executor");
        learnNow(inquiry, Learning.fromFailure(asking, why));
        throw new IllegalStateException(why);
    }

    private void learnNow(Inquiry inquiry, List<MemoryEvent> learned) {
        try {
            // Whoever asks waits for this, so a memory that was away before is not waited for again.
            Duration wait = learningFails.get() ? Duration.ZERO : Neighbours.WAIT;
            applier.apply(inquiry.id() + "/", learned, clock.instant(), wait);
            learningFails.set(false);
        } catch (RuntimeException e) {
            meters.count("agent_failures_total", "what", "event");
            if (learningFails.compareAndSet(false, true)) {
                LOG.warn("The memories do not learn from questions at the console: {}", e.getMessage());
            }
        }
    }

    /** The receipt of the latest answer in the inquiry's thread; those of mails stand in the journal. */
    Optional<Receipt> receipt(Inquiry inquiry) {
        synchronized (recent) {
            return inquiry.channel().equals("mail")
                    ? Optional.empty()
                    : Optional.ofNullable(recent.get(inquiry.thread()));
        }
    }

    void close() {
        threads.shutdown();
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
