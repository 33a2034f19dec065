package org.dharmic.mail.imap;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Flags answered mail, for people: the journal alone knows what was answered. */
final class Flagging {

    private static final Logger LOG = LoggerFactory.getLogger(Flagging.class);
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Journals journals;
    private final BooleanSupplier leaving;

    /** @param leaving asked before each mail: true ends it */
    Flagging(Journals journals, BooleanSupplier leaving) {
        this.journals = journals;
        this.leaving = leaving;
    }

    void flagAll(ImapConnection connection, ImapSettings now) throws MessagingException {
        String worker = MailAccount.worker(now);
        while (!leaving.getAsBoolean()) {
            Optional<Lease> lease = journals.begin(j -> j.leaseFor(now.account(), Stage.SENT, worker, LEASE));
            if (lease.isEmpty()) {
                return;
            }
            Item item = lease.get().item();
            try (MDC.MDCCloseable id = MDC.putCloseable("item", item.id())) {
                String how = flag(connection, item, now);
                journals.run(j -> j.advance(lease.get(), new Step.Marked(how)));
                LOG.debug("Marked: {}", how);
            } catch (LeaseLost e) {
                LOG.debug("Somebody else marks it", e);
            } catch (MessagingException e) {
                journals.run(j -> j.release(lease.get()));
                throw e;
            }
        }
    }

    private static String flag(ImapConnection connection, Item item, ImapSettings now) throws MessagingException {
        if (item.arrival().isEmpty()) {
            return "no flag: a mail of our own";
        }
        Arrival arrival = item.arrival().get();
        return arrival.folder().equals(now.folder())
                ? connection.flagAnswered(arrival.uidValidity(), arrival.uid())
                : "no flag: it came in another folder";
    }
}
