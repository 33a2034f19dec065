package org.dharmic.mail.imap.sending;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.work.InHand;
import org.dharmic.mail.imap.work.JournalAway;
import org.dharmic.mail.imap.work.Journals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A reply that went out, on its way into the journal. One thread makes the note, another waits for it. */
final class SentNote {

    private static final Logger LOG = LoggerFactory.getLogger(SentNote.class);

    private final Journals journals;
    private final Lease sending;
    private final Step.Sent step;
    private final Runnable toFlag;
    private final CompletableFuture<Void> made = new CompletableFuture<>();

    /** @param toFlag called when it is durable and its mail is to be flagged */
    SentNote(Journals journals, Lease sending, String serverReply, Runnable toFlag) {
        this.journals = journals;
        this.sending = sending;
        this.step = new Step.Sent(serverReply);
        this.toFlag = toFlag;
    }

    /**
     * Makes the note. To be called once.
     *
     * @throws JournalAway when it cannot be made now; {@link #settle} tries again
     */
    void make() {
        try {
            write();
            made.complete(null);
        } catch (JournalAway e) {
            made.completeExceptionally(e);
            throw e;
        }
    }

    /** Whether it was tried in vain. */
    boolean isOverdue() {
        return made.isCompletedExceptionally();
    }

    /**
     * Returns when it is made, which somebody has begun to do, or makes it where that was in vain.
     *
     * @throws JournalAway when it cannot be made now
     */
    void settle() {
        try {
            made.join();
        } catch (CompletionException e) {
            LOG.debug("Once more", e);
            write();
        }
    }

    private void write() {
        try (MDC.MDCCloseable id = MDC.putCloseable("item", sending.item().id())) {
            if (sending.item().arrival().isPresent()) {
                journals.run(j -> j.advance(sending, step));
                toFlag.run();
            } else {
                Lease sent = journals.call(j -> j.advanceAndHold(sending, step, InHand.LEASE));
                journals.run(j -> j.advance(sent, new Step.Marked("no flag: a mail of our own")));
            }
            LOG.info("Sent");
        } catch (LeaseLost e) {
            LOG.debug("Somebody else works on it", e);
        } catch (JournalAway e) {
            throw e;
        } catch (RuntimeException e) { // a fault of ours; trying again would keep all other replies back
            LOG.error("A reply went out and could not be noted; it is looked into as after a crash", e);
        }
    }
}
