package org.dharmic.mail.imap.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker has in hand: as many items of a stage as wait, up to some, and their results. Both go through the journal in
 * one go, so that in a burst the disk is waited for once for several; who is alone waits for no company. For one thread.
 */
public final class Hand {

    private static final Logger LOG = LoggerFactory.getLogger(Hand.class);
    /** Enough that waiting for the disk hardly counts; each more would be one more in hand when the process dies. */
    private static final int MOST = 8;
    /** A result that is there goes on, however long the next one takes: a name server may be asked for it. */
    private static final Duration HELD_BACK = Duration.ofMillis(20);

    private static final Duration LEASE = Duration.ofMinutes(15);
    /** What is not begun by then is leased anew. */
    private static final Duration BEGUN_WITHIN = Duration.ofMinutes(5);

    private final Journals journals;
    private final Stage stage;
    private final Runnable stored;
    private final Deque<Lease> waiting = new ArrayDeque<>();
    private final Map<Lease, Step> done = new LinkedHashMap<>();
    /** The one that is worked on; still there at the next look when that came to no end. */
    private Lease current;

    private long leasedAt;
    private long doneSince;

    /** @param stored called when results are durable */
    public Hand(Journals journals, Stage stage, Runnable stored) {
        this.journals = journals;
        this.stage = stage;
        this.stored = stored;
    }

    /** The next item; empty when there is nothing to do. */
    public Optional<Lease> next(ImapSettings now) {
        boolean late = System.nanoTime() - leasedAt > BEGUN_WITHIN.toNanos();
        if (current != null || !waiting.isEmpty() && late) {
            giveBack();
        }
        if (waiting.isEmpty()) {
            store();
            leasedAt = System.nanoTime();
            waiting.addAll(journals.begin(j -> j.leaseFor(now.account(), stage, now.worker(), LEASE, MOST)));
        }
        current = waiting.poll();
        return Optional.ofNullable(current);
    }

    /** What came of the item; durable when it was the last one in hand, or soon. */
    public void done(Lease lease, Step step) {
        if (done.isEmpty()) {
            doneSince = System.nanoTime();
        }
        done.put(lease, step);
        ended();
    }

    /** The item came to its end, this one or another. */
    public void ended() {
        current = null;
        if (waiting.isEmpty() || System.nanoTime() - doneSince > HELD_BACK.toNanos()) {
            store();
        }
    }

    private void store() {
        if (done.isEmpty()) {
            return;
        }
        Map<Lease, Step> results = new LinkedHashMap<>(done);
        done.clear(); // what cannot be stored comes back when its lease has run out
        Set<Lease> lost = journals.call(j -> j.advance(results));
        if (!lost.isEmpty()) {
            LOG.debug("Somebody else works on {} items by now", lost.size());
        }
        stored.run();
    }

    /** Gives everything back that came to no end. */
    public void giveBack() {
        if (current != null) {
            waiting.addFirst(current);
            current = null;
        }
        while (!waiting.isEmpty()) {
            Lease lease = waiting.poll();
            journals.run(j -> j.release(lease));
        }
    }

    /** At the end: results are stored, the rest goes back with all other leases of the account. */
    public void leave() {
        try {
            store();
        } catch (JournalAway e) {
            LOG.debug("Results are dropped, their items are worked on again", e);
        }
    }
}
