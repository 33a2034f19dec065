package org.dharmic.mail.imap.admission;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.ChannelStatus.State;
import org.dharmic.mail.imap.sender.NotNow;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.sender.StateUnusable;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.Hand;
import org.dharmic.mail.imap.work.JournalAway;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.mail.imap.work.Worker;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Leads mails that were taken in to admission or rejection. */
public final class AdmissionWorker implements Worker.Job {

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionWorker.class);
    private static final Duration AGAIN = Duration.ofSeconds(20);
    /** A mail that makes us fail this often waits for a person. */
    private static final int TRIES = 3;
    /** Of a decision that a name server keeps us from: together an hour and a half. */
    private static final int LATER_TRIES = 8;

    private final Supplier<ImapSettings> settings;
    private final Journals journals;
    private final ChannelState state;
    private final Meters meters;
    private final Admission admission;
    private final Hand hand;
    private long lastWarning = System.nanoTime() - Duration.ofHours(1).toNanos();

    public AdmissionWorker(
            Supplier<ImapSettings> settings,
            Journals journals,
            Admission admission,
            ChannelState state,
            Meters meters) {
        this.settings = settings;
        this.admission = admission;
        this.journals = journals;
        this.state = state;
        this.meters = meters;
        hand = new Hand(journals, Stage.INGESTED, () -> {});
    }

    @Override
    public boolean work() {
        ImapSettings now = settings.get();
        warnOfTrust(now);
        Optional<Lease> leased = hand.next(now);
        if (leased.isEmpty()) {
            return false;
        }
        Lease lease = leased.get();
        try (MDC.MDCCloseable id = MDC.putCloseable("item", lease.item().id())) {
            decide(lease, now);
        } catch (LeaseLost e) {
            LOG.debug("Somebody else admits it", e);
        } catch (StateUnusable e) {
            return waiting(e);
        }
        hand.ended();
        if (state.admission(State.POLLING, "")) {
            LOG.info("Mails of {} are admitted again", now.account());
        }
        return true;
    }

    @Override
    public void end() {
        hand.leave();
    }

    private void decide(Lease lease, ImapSettings now) {
        try {
            Step.Admitted admitted =
                    admission.admit(lease.item(), () -> open(lease.item()), now.senders(), now.attachments());
            LOG.info("Admitted ({})", admitted.verdict());
            hand.done(lease, admitted);
        } catch (Refused e) {
            rejected(lease, e, now);
        } catch (NotNow e) {
            later(lease, e, now);
        } catch (IOException e) {
            failed(lease, "its bytes cannot be read: " + e.getMessage(), e);
        } catch (JournalAway | LeaseLost | StateUnusable e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) { // a fault of ours that this mail brings about
            failed(lease, "cannot be examined: " + e, e);
        }
    }

    private void rejected(Lease lease, Refused why, ImapSettings now) {
        journals.run(j -> j.reject(lease, why.getMessage()));
        state.rejected();
        meters.count(
                "mail_rejected_total",
                "account",
                now.account(),
                "reason",
                why.why().name().toLowerCase(Locale.ROOT));
        LOG.info("Rejected: {}", why.getMessage());
    }

    /** Fails closed: who cannot be examined is not admitted, however long it takes. */
    private void later(Lease lease, NotNow why, ImapSettings now) {
        int tries = lease.item().attempts() + 1;
        if (tries >= LATER_TRIES) {
            rejected(
                    lease,
                    new Refused(Refused.Why.NOT_AUTHENTICATED, "sender not authenticated: " + why.getMessage()),
                    now);
        } else {
            Duration pause = AGAIN.multipliedBy(1L << tries - 1);
            LOG.warn("A sender is examined again in {} s: {}", pause.toSeconds(), why.getMessage());
            journals.run(j -> j.retryLater(lease, pause, why.getMessage()));
        }
    }

    /** No fault of the mail's: it goes back untouched, and all wait until somebody has mended the file. */
    private boolean waiting(StateUnusable why) {
        hand.giveBack();
        if (state.admission(State.PAUSED, why.getMessage())) {
            LOG.error("Nobody is admitted: {}", why.getMessage(), why);
        }
        return false;
    }

    private InputStream open(Item item) throws IOException {
        return journals.read(item.arrival()
                .orElseThrow(() -> new IllegalStateException("item " + item.id() + " has no mail"))
                .spooled()
                .ref());
    }

    private void failed(Lease lease, String why, Throwable e) {
        if (lease.item().attempts() + 1 >= TRIES) {
            LOG.error("A mail is parked after {} tries: {}", TRIES, why, e);
            journals.run(j -> j.park(lease, why));
        } else {
            LOG.warn("A mail cannot be examined now and is tried again: {}", why, e);
            journals.run(j -> j.retryLater(lease, AGAIN, why));
        }
    }

    private void warnOfTrust(ImapSettings now) {
        if (now.senders().trustFrom()
                && System.nanoTime() - lastWarning >= Duration.ofHours(1).toNanos()) {
            lastWarning = System.nanoTime();
            LOG.warn(
                    "unsafe.trust.from is on for {}: anybody who writes an allowed address into From is answered",
                    now.account());
        }
    }
}
