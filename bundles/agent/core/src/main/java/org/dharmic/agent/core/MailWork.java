package org.dharmic.agent.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dharmic.agent.core.answer.Receipts;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.command.Commands;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.thinking.Thinkers;
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

    /** Commands taken up although there is no room for questions. */
    private static final int MOST_URGENT = 2;

    private static final Duration TO_STORE = Duration.ofSeconds(30);

    private final Supplier<AgentSettings> settings;
    private final Neighbours neighbours;
    private final Conversation conversation;
    private final Setbacks setbacks;
    private final BooleanSupplier paused;
    private final Gate gate;
    private final Meters meters;
    private final Runnable looked;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger storing = new AtomicInteger();
    private final AtomicInteger urgentBusy = new AtomicInteger();
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    private final Urgent urgent;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            2 * AgentSettings.MOST_AT_ONCE + MOST_URGENT,
            20,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Threads.named("agent-answer"));

    /**
     * @param paused whether questions wait
     * @param looked called when an answer is out of hand: there is room for another
     */
    MailWork(
            Supplier<AgentSettings> settings,
            Neighbours neighbours,
            Conversation conversation,
            Setbacks setbacks,
            BooleanSupplier paused,
            Gate gate,
            Meters meters,
            Runnable looked) {
        this.settings = settings;
        this.neighbours = neighbours;
        this.conversation = conversation;
        this.setbacks = setbacks;
        this.paused = paused;
        this.gate = gate;
        this.meters = meters;
        this.looked = looked;
        this.urgent = new Urgent(neighbours, item -> item.admitted()
                .filter(each -> Commands.isCommand(asking(item, each)))
                .isPresent());
    }

    /** Answers being thought of or stored. */
    int busy() {
        return busy.get() + storing.get();
    }

    /** One of so many that may be thought about at once. It is free when the thought is finished, before that is stored. */
    private final class Slot {
        private final AtomicInteger counter;
        private boolean thought;

        Slot(AtomicInteger counter) {
            this.counter = counter;
            counter.incrementAndGet();
        }

        void thought() {
            thought = true;
            storing.incrementAndGet();
            counter.decrementAndGet();
            looked.run();
        }

        void leave() {
            (thought ? storing : counter).decrementAndGet();
        }
    }

    /** Takes up as many items as there is room for, and commands at any time. Called by one thread. */
    void takeUp() {
        for (int room = room(); room > 0; room = room()) {
            if (!takeUp(busy, lease(room))) {
                return;
            }
        }
        takeUp(
                urgentBusy,
                () -> urgent.take(
                        MOST_URGENT - urgentBusy.get(), inHand, settings.get().lease()));
    }

    private Supplier<List<Lease>> lease(int most) {
        Duration ttl = settings.get().lease();
        return () -> neighbours.now(
                neighbours.journal(), "the journal", journal -> journal.lease(Stage.ADMITTED, WORKER, ttl, most));
    }

    /** Takes up what is leased here. Returns false when that is nothing. */
    private boolean takeUp(AtomicInteger counter, Supplier<List<Lease>> leased) {
        if (!gate.enter()) {
            return false;
        }
        try {
            List<Lease> leases = leased.get();
            leases.forEach(lease -> takeUp(counter, lease));
            return !leases.isEmpty();
        } finally {
            gate.leave();
        }
    }

    private void takeUp(AtomicInteger counter, Lease lease) {
        Optional<Slot> slot = Optional.empty();
        boolean handedOver = false;
        try {
            if (gate.enter()) { // for the thread that takes it over
                Slot mine = new Slot(counter);
                slot = Optional.of(mine);
                inHand.add(lease.item().id());
                threads.execute(() -> inHand(lease, mine));
                handedOver = true;
            }
        } finally {
            if (!handedOver) {
                slot.ifPresent(mine -> outOfHand(lease, mine));
                neighbours.onJournal(journal -> journal.release(lease));
            }
        }
    }

    private void outOfHand(Lease lease, Slot slot) {
        inHand.remove(lease.item().id());
        slot.leave();
        gate.leave();
    }

    /** For so many more questions. Where answers cannot be stored, they do not pile up. */
    private int room() {
        int most = settings.get().concurrency();
        return paused.getAsBoolean() ? 0 : Math.min(most - busy.get(), 2 * most - busy());
    }

    private void inHand(Lease lease, Slot slot) {
        MDC.put("item", lease.item().id());
        try {
            handle(lease, slot);
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
            outOfHand(lease, slot);
            looked.run();
        }
    }

    private void handle(Lease lease, Slot slot) {
        Optional<Step.Admitted> admitted = lease.item().admitted();
        if (admitted.isEmpty()) {
            neighbours.onJournal(journal -> journal.park(lease, "the item is admitted but holds no text"));
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
            setbacks.failed(lease, asking, e.getClass().getSimpleName() + ": " + e.getMessage());
            return;
        }
        if (ending instanceof Conversation.Ending.Answered answered) {
            Step step = new Step.Answered(
                    answered.markdown(),
                    answered.receipt().executor(),
                    Receipts.json(answered.receipt()),
                    answered.events());
            slot.thought();
            store(journal -> journal.advance(lease, step));
            LOG.info(
                    "Answered by {} in {} ms",
                    answered.receipt().executor(),
                    answered.receipt().executorTook().toMillis());
        } else if (ending instanceof Conversation.Ending.NotNow notNow && notNow.late()) {
            setbacks.failed(lease, asking, "no answer in time: " + notNow.why());
        } else if (ending instanceof Conversation.Ending.NotNow notNow) {
            setbacks.waits(lease, notNow.after(), notNow.why());
        } else if (ending instanceof Conversation.Ending.Never never) {
            setbacks.never(lease, asking, never.why());
        }
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
                admitted.quoted(),
                admitted.attachments(),
                !admitted.references().isEmpty() || !admitted.quoted().isBlank());
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
        try {
            return neighbours.now(neighbours.journal(), "the journal", journal -> journal.releaseAll(WORKER));
        } catch (RuntimeException e) {
            LOG.warn("Leases could not be handed back, they run out by themselves: {}", e.getMessage());
            return 0;
        }
    }

    void close() {
        threads.shutdown();
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
