package org.dharmic.agent.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dharmic.context.Inquiry;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes admitted items up and answers them, some at once. Nothing is kept here that the journal does not know: whatever
 * happens, an item is answered, put back, or its lease runs out.
 */
final class MailWork {

    static final String WORKER = "agent.core";

    private static final Logger LOG = LoggerFactory.getLogger(MailWork.class);

    /** Failures of the item itself after which a person has to look. */
    private static final int MOST_FAILURES = 3;
    /** Begins the reason of a retry that is not the item's fault; such ones are taken off its attempts. */
    static final String WAITING = "waiting for an executor: ";

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration TO_STORE = Duration.ofSeconds(30);

    private final Supplier<AgentSettings> settings;
    private final Neighbours neighbours;
    private final Conversation conversation;
    private final EventApplier applier;
    private final Gate gate;
    private final Meters meters;
    private final Runnable looked;
    private final AtomicInteger busy = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            AgentSettings.MOST_AT_ONCE,
            20,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Threads.named("agent-answer"));

    /** @param looked called when an answer is out of hand: there is room for another */
    MailWork(
            Supplier<AgentSettings> settings,
            Neighbours neighbours,
            Conversation conversation,
            EventApplier applier,
            Gate gate,
            Meters meters,
            Runnable looked) {
        this.settings = settings;
        this.neighbours = neighbours;
        this.conversation = conversation;
        this.applier = applier;
        this.gate = gate;
        this.meters = meters;
        this.looked = looked;
    }

    int busy() {
        return busy.get();
    }

    /** Takes up as many items as there is room for. Called by one thread. */
    void takeUp() {
        while (hasRoom() && gate.enter()) {
            boolean handedOver = false;
            Duration ttl = settings.get().lease();
            try {
                Optional<Lease> lease = neighbours.now(
                        neighbours.journal(), "the journal", journal -> journal.lease(Stage.ADMITTED, WORKER, ttl));
                if (lease.isEmpty()) {
                    return;
                }
                busy.incrementAndGet();
                try {
                    threads.execute(() -> inHand(lease.get()));
                    handedOver = true;
                } finally {
                    if (!handedOver) {
                        busy.decrementAndGet();
                        onJournal(journal -> journal.release(lease.get()));
                    }
                }
            } finally {
                if (!handedOver) {
                    gate.leave();
                }
            }
        }
    }

    private boolean hasRoom() {
        AgentSettings now = settings.get();
        return !now.paused() && busy.get() < now.concurrency();
    }

    private void inHand(Lease lease) {
        MDC.put("item", lease.item().id());
        try {
            handle(lease);
        } catch (LeaseLost e) {
            LOG.debug("The lease is lost, the result is dropped");
        } catch (Thinkers.Leaving e) {
            LOG.debug("Leaving; the lease goes back"); // with all others, when the component has stopped
        } catch (RuntimeException e) {
            meters.count("agent_failures_total", "what", "journal");
            LOG.warn(
                    "The outcome could not be stored; the item comes back when its lease has run out: {}",
                    e.toString());
        } finally {
            MDC.remove("item");
            busy.decrementAndGet();
            gate.leave();
            looked.run();
        }
    }

    private void handle(Lease lease) {
        Optional<Step.Admitted> admitted = lease.item().admitted();
        if (admitted.isEmpty()) {
            onJournal(journal -> journal.park(lease, "the item is admitted but holds no text"));
            return;
        }
        Asking asking = asking(lease.item(), admitted.get());
        Conversation.Ending ending;
        try {
            ending = conversation.converse(asking);
        } catch (Thinkers.Leaving e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("Answering failed", e);
            failed(lease, asking, e.getClass().getSimpleName() + ": " + e.getMessage());
            return;
        }
        if (ending instanceof Conversation.Ending.Answered answered) {
            Step step = new Step.Answered(
                    answered.markdown(),
                    answered.receipt().executor(),
                    Receipts.json(answered.receipt()),
                    answered.events());
            store(journal -> journal.advance(lease, step));
            LOG.info(
                    "Answered by {} in {} ms",
                    answered.receipt().executor(),
                    answered.receipt().executorTook().toMillis());
        } else if (ending instanceof Conversation.Ending.NotNow notNow) {
            meters.count("agent_failures_total", "what", "executor");
            Duration pause = pause(notNow.after(), lease.item().attempts());
            LOG.info("No executor for {} s: {}", pause.toSeconds(), notNow.why());
            onJournal(journal -> journal.retryLater(lease, pause, WAITING + Text.first(notNow.why(), 500)));
        } else if (ending instanceof Conversation.Ending.Never never) {
            meters.count("agent_failures_total", "what", "item");
            park(lease, asking, "no executor will answer this: " + Text.first(never.why(), 500));
        }
    }

    private void failed(Lease lease, Asking asking, String why) {
        meters.count("agent_failures_total", "what", "item");
        String reason = Text.first(Text.line(why), 500);
        int failures = ownFailures(lease.item()) + 1;
        if (failures >= MOST_FAILURES) {
            park(lease, asking, "failed " + failures + " times: " + reason);
        } else {
            onJournal(journal -> journal.retryLater(lease, pause(Duration.ZERO, failures), reason));
        }
    }

    /** The journal counts every attempt; those that failed for want of an executor are told by their reason. */
    private int ownFailures(Item item) {
        if (item.attempts() == 0) {
            return 0;
        }
        long waits = neighbours.of(neighbours.journal(), "the journal", journal -> journal.history(item.id())).stream()
                .filter(each -> each.note().contains(WAITING))
                .count();
        return (int) Math.max(0, item.attempts() - waits);
    }

    private void park(Lease lease, Asking asking, String why) {
        onJournal(journal -> journal.park(lease, why));
        LOG.error("Parked, a person has to look: {}", why);
        try {
            applier.apply(
                    lease.item().id() + "/parked-",
                    Learning.fromFailure(asking, why),
                    lease.item().createdAt());
        } catch (RuntimeException e) {
            // What was parked stands in the journal; a memory that is away need not hold it up.
            meters.count("agent_failures_total", "what", "event");
            LOG.warn("The memory did not learn of it: {}", e.getMessage());
        }
    }

    private static Duration pause(Duration asked, int attempts) {
        Duration own = FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(0, attempts), 5));
        return asked.compareTo(own) > 0 ? asked : own;
    }

    private static Asking asking(Item item, Step.Admitted admitted) {
        return new Asking(
                new Inquiry(
                        item.id(),
                        "mail",
                        admitted.sender(),
                        admitted.scope(),
                        admitted.thread(),
                        admitted.subject(),
                        admitted.text(),
                        item.createdAt()),
                Asking.Tier.of(admitted.tier()),
                admitted.quoted());
    }

    private void onJournal(Consumer<Journal> call) {
        neighbours.of(neighbours.journal(), "the journal", journal -> {
            call.accept(journal);
            return true;
        });
    }

    /** A finished thought is worth waiting for a journal that is being exchanged. */
    private void store(Consumer<Journal> call) {
        neighbours.within(TO_STORE, neighbours.journal(), "the journal", journal -> {
            call.accept(journal);
            return true;
        });
    }

    /** Gives back whatever is still leased. Returns how many that were. */
    int handBack() {
        return neighbours.now(neighbours.journal(), "the journal", journal -> journal.releaseAll(WORKER));
    }

    void close() {
        threads.shutdown();
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
