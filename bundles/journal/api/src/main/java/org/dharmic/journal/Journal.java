package org.dharmic.journal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Durable work items. When a call that changes something returns, the change is on disk (committed and forced); when it
 * throws {@link JournalException}, nothing of it happened. Two kinds of changes outlive the process only, and may be
 * forgotten when the machine loses its power: a lease, which ends with the process anyway, and that an event was applied or
 * failed, which then is told again.
 *
 * <p>Safe for many threads. Calls block on storage for milliseconds.
 */
@ProviderType
public interface Journal {

    // ---- taking in

    /**
     * Copies a stream into the spool, never wholly in memory. Its bytes are durable when this returns, its name with the
     * first item that refers to it. The stream is not closed.
     *
     * @param maxBytes refuse a longer stream
     * @throws IOException when reading fails, writing fails or the stream is longer than {@code maxBytes}; nothing stays
     */
    Spooled spool(InputStream bytes, long maxBytes) throws IOException;

    /**
     * Opens spooled bytes.
     *
     * @throws IOException when there are none with this name
     */
    InputStream read(String ref) throws IOException;

    /**
     * Takes a mail in: the item in INGESTED and the cursor at its UID become durable together. Repeating it is harmless: a
     * mail is known by (account, folder, UIDVALIDITY, UID) and by the hash of its bytes within the account; a known one
     * only moves the cursor.
     */
    Accepted accept(Arrival arrival);

    /**
     * As {@link #accept(Arrival)} for several mails of one folder, in their order. What becomes durable is the beginning of
     * the list, all of it when this returns: the cursor never passes a mail that was not taken in. A provider may store
     * them in one go.
     *
     * @return what became of each, in the same order
     */
    default List<Accepted> accept(List<Arrival> arrivals) {
        return arrivals.stream().map(this::accept).toList();
    }

    /** How far a folder has been taken in; empty before the first time. */
    Optional<Cursor> cursor(String account, String folder);

    /** Sets the cursor without taking anything in: the start point of a folder, or UIDs that need no item. */
    void moveCursor(Cursor cursor);

    /** Takes in a mail of our own, in ANSWERED. Idempotent by its key. Returns the item's id. */
    String submit(Outbound outbound);

    // ---- working

    /**
     * Leases the next item in a stage, of any account. Never an item of whose thread an earlier one is in the same stage
     * or before it, and none in READY while an earlier one is in SENDING: the order within a thread is kept. Among the
     * others the sender with the fewest leases held comes first, then the one longest not served, then the oldest item.
     * Items waiting after {@link #retryLater} are passed over.
     *
     * <p>A lease ends with {@link #advance(Lease, Step)}, {@link #release}, {@link #retryLater}, {@link #reject},
     * {@link #park}, after {@code ttl} on the monotonic clock, or with this process. What was in hand when a process died is handed out again by
     * the next one, with one attempt more; an item that was in hand at several deaths may be parked instead.
     *
     * @param stage INGESTED, ADMITTED, ANSWERED, READY, SENDING or SENT
     * @param worker who asks; also the name for {@link #releaseAll}
     * @param ttl how long the lease holds
     * @return empty when there is nothing to do
     */
    Optional<Lease> lease(Stage stage, String worker, Duration ttl);

    /**
     * The leases that as many calls of {@link #lease(Stage, String, Duration)} would give, in their order, at most
     * {@code most}; fewer where an item had better be in hand alone, so that an empty list alone says that there is nothing
     * to do. A provider may give them in one go. As none of them waits behind another of its thread, they are of as many
     * threads.
     *
     * @param most how many there is room for; with 0 the list is empty
     * @return in the order in which they are due; empty when there is nothing to do
     */
    default List<Lease> lease(Stage stage, String worker, Duration ttl, int most) {
        return upTo(most, () -> lease(stage, worker, ttl));
    }

    private static List<Lease> upTo(int most, Supplier<Optional<Lease>> next) {
        List<Lease> leases = new ArrayList<>();
        while (leases.size() < most) {
            Optional<Lease> lease = next.get();
            if (lease.isEmpty()) {
                break;
            }
            leases.add(lease.get());
        }
        return leases;
    }

    /** As {@link #lease(Stage, String, Duration)}, only items of one account and outbound ones that any account may send. */
    Optional<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl);

    /**
     * The leases that as many calls of {@link #leaseFor(String, Stage, String, Duration)} would give, at most {@code most};
     * fewer where an item had better be in hand alone. A provider may give them in one go. As none of them waits behind another
     * of its thread, they are of as many threads.
     *
     * @return in the order in which they are due; empty when there is nothing to do
     */
    default List<Lease> leaseFor(String account, Stage stage, String worker, Duration ttl, int most) {
        return upTo(most, () -> leaseFor(account, stage, worker, ttl));
    }

    /**
     * Makes a step durable and ends the lease.
     *
     * @throws LeaseLost when the lease no longer holds
     * @throws IllegalStateException when the item is not in {@link Step#from}
     */
    void advance(Lease lease, Step step);

    /**
     * Makes a step of each of several items durable and ends their leases. Each stands for itself: what fails for one keeps
     * no other back. A provider may store them in one go.
     *
     * @return the leases that no longer held; nothing happened to their items
     * @throws IllegalStateException when an item is not in {@link Step#from}
     * @throws JournalException when a step could not be stored; the others may have been
     */
    default Set<Lease> advance(Map<Lease, Step> steps) {
        Set<Lease> lost = new LinkedHashSet<>();
        RuntimeException failure = null;
        for (Map.Entry<Lease, Step> each : steps.entrySet()) {
            try {
                advance(each.getKey(), each.getValue());
            } catch (LeaseLost e) {
                lost.add(each.getKey());
            } catch (JournalException | IllegalStateException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return lost;
    }

    /** As {@link #advance(Lease, Step)}, and holds the item for the next step for another {@code ttl}. */
    Lease advanceAndHold(Lease lease, Step step, Duration ttl);

    /**
     * The same step for several items, each of which is held for another {@code ttl}. A provider may store them in one go.
     *
     * @return the new leases, in the same order, without those of items whose lease no longer held
     * @throws IllegalStateException when an item is not in {@link Step#from}
     * @throws JournalException when a step could not be stored; the others may have been
     */
    default List<Lease> advanceAndHold(Collection<Lease> leases, Step step, Duration ttl) {
        List<Lease> held = new ArrayList<>();
        for (Lease lease : leases) {
            try {
                held.add(advanceAndHold(lease, step, ttl));
            } catch (LeaseLost e) {
                // It belongs to somebody else by now, as the absence of a new lease says.
                continue;
            }
        }
        return held;
    }

    /** Gives an item back untouched. Without effect when the lease no longer holds. */
    void release(Lease lease);

    /** Gives back everything a worker holds. Returns how many. */
    int releaseAll(String worker);

    /**
     * Gives an item back after a failure; nobody gets it before {@code after} has passed. Adds one to its attempts.
     *
     * @throws LeaseLost when the lease no longer holds
     */
    void retryLater(Lease lease, Duration after, String why);

    /**
     * Ends an item without an answer.
     *
     * @throws LeaseLost when the lease no longer holds
     */
    void reject(Lease lease, String why);

    /**
     * Puts an item aside for a person.
     *
     * @throws LeaseLost when the lease no longer holds
     */
    void park(Lease lease, String why);

    // ---- memories

    /** Memory events due now, oldest first. They stay until {@link #eventApplied} or {@link #eventsApplied}. */
    List<PendingEvent> pendingEvents(int limit);

    /** An event has taken effect. Repeating it is harmless. */
    void eventApplied(String eventId);

    /**
     * Several events have taken effect; those that are not known, or were crossed off before, are passed over. A provider
     * may store it in one go.
     *
     * <p>Whoever crosses several off together applies them again when the process dies in between: as with a single one,
     * the memories recognise them by their ids.
     *
     * @throws JournalException when it could not be stored for some of them, which are told again
     */
    default void eventsApplied(Collection<String> eventIds) {
        eventIds.forEach(this::eventApplied);
    }

    /** An event could not be applied; it is due again after {@code after}. */
    void eventFailed(String eventId, Duration after, String why);

    // ---- looking, and what a person can do

    Optional<Item> find(String itemId);

    /** Items, oldest first. */
    List<Item> find(Filter filter);

    /** The whole story of an item, oldest first; empty for an unknown id. */
    List<Transition> history(String itemId);

    /** Sends a parked item on from where it was parked. False when there is no such parked item. */
    boolean retry(String itemId);

    /**
     * Puts an item aside by a person's decision. Whoever works on it loses the lease.
     *
     * @return false when there is no such item, or it is at an end
     */
    boolean park(String itemId, String why);

    /**
     * Sends a rejected mail back to admission, in INGESTED and marked as {@link Item#released}. Admission then asks no
     * more whether the sender may speak.
     *
     * @return false when there is no such rejected mail, or it was answered, or its bytes were given up for age
     */
    boolean readmit(String itemId);

    JournalStats stats();

    /**
     * Reads everything that is stored and compares it with what it should be: the database's own structure, the stages
     * with what must be there in them, the spooled files with their digests. Changes nothing. Takes time in proportion to
     * what is stored, beside everything else.
     */
    Verification verify();
}
