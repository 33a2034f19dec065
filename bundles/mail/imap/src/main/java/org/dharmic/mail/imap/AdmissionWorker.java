package org.dharmic.mail.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Leads mails that were taken in to admission or rejection. */
final class AdmissionWorker implements Worker.Job {

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionWorker.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(20);
    /** A mail that makes us fail this often waits for a person. */
    private static final int TRIES = 3;

    private final Supplier<ImapSettings> settings;
    private final Journals journals;
    private final ChannelState state;
    private final Meters meters;
    private final Admission admission = new Admission();
    private long lastWarning = System.nanoTime() - Duration.ofHours(1).toNanos();

    AdmissionWorker(Supplier<ImapSettings> settings, Journals journals, ChannelState state, Meters meters) {
        this.settings = settings;
        this.journals = journals;
        this.state = state;
        this.meters = meters;
    }

    @Override
    public boolean work() {
        ImapSettings now = settings.get();
        warnOfTrust(now);
        Optional<Lease> leased =
                journals.begin(j -> j.leaseFor(now.account(), Stage.INGESTED, MailAccount.worker(now), LEASE));
        if (leased.isEmpty()) {
            return false;
        }
        Lease lease = leased.get();
        try (MDC.MDCCloseable id = MDC.putCloseable("item", lease.item().id())) {
            decide(lease, now);
        } catch (LeaseLost e) {
            LOG.debug("Somebody else admits it", e);
        }
        return true;
    }

    private void decide(Lease lease, ImapSettings now) {
        try (InputStream bytes = open(lease.item())) {
            Step.Admitted admitted = admission.admit(bytes, now);
            journals.run(j -> j.advance(lease, admitted));
            LOG.info("Admitted ({})", admitted.verdict());
        } catch (Refused e) {
            journals.run(j -> j.reject(lease, e.getMessage()));
            state.rejected();
            meters.count(
                    "mail_rejected_total",
                    "account",
                    now.account(),
                    "reason",
                    e.why().name().toLowerCase(Locale.ROOT));
            LOG.info("Rejected: {}", e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            failed(lease, "its bytes cannot be read: " + e.getMessage(), e);
        } catch (JournalAway | LeaseLost e) {
            throw e;
        } catch (RuntimeException e) { // a fault of ours that this mail brings about
            failed(lease, "cannot be examined: " + e, e);
        }
    }

    private InputStream open(Item item) {
        String ref = item.arrival()
                .orElseThrow(() -> new IllegalStateException("item " + item.id() + " has no mail"))
                .spooled()
                .ref();
        return journals.call(j -> {
            try {
                return j.read(ref);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void failed(Lease lease, String why, Exception e) {
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
