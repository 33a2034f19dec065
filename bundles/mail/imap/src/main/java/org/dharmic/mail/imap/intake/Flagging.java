package org.dharmic.mail.imap.intake;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.work.Journals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flags mails whose answer is out, many in one command: with one at a time the server's answers, not the mails, would
 * decide how fast new mail is taken in.
 */
final class Flagging {

    private static final Logger LOG = LoggerFactory.getLogger(Flagging.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int AT_ONCE = 50;

    private final Journals journals;
    private final BooleanSupplier leaving;

    /** @param leaving asked between two batches: true ends it */
    Flagging(Journals journals, BooleanSupplier leaving) {
        this.journals = journals;
        this.leaving = leaving;
    }

    /** Flags what there is to flag: at least one batch, and the others unless there is new mail, which comes first. */
    void flagAll(ImapConnection connection, ImapSettings now) throws MessagingException {
        List<Lease> batch;
        do {
            batch = lease(now);
            if (!batch.isEmpty()) {
                flag(connection, now, batch);
            }
        } while (!batch.isEmpty() && !leaving.getAsBoolean() && !connection.hasNews());
    }

    private List<Lease> lease(ImapSettings now) {
        return journals.begin(j -> j.leaseFor(now.account(), Stage.SENT, now.worker(), LEASE, AT_ONCE));
    }

    private void flag(ImapConnection connection, ImapSettings now, List<Lease> batch) throws MessagingException {
        Map<Long, String> flagged;
        try {
            long uidValidity = connection.uidValidity();
            Set<Long> uids = batch.stream()
                    .flatMap(lease -> lease.item().arrival().stream())
                    .filter(arrival -> whyNot(arrival, now, uidValidity).isEmpty())
                    .map(Arrival::uid)
                    .collect(Collectors.toSet());
            flagged = uids.isEmpty() ? Map.of() : connection.flagAnswered(uids);
            Map<Lease, Step> steps = new LinkedHashMap<>();
            batch.forEach(lease -> steps.put(lease, new Step.Marked(how(lease, now, uidValidity, flagged))));
            Set<Lease> lost = journals.call(j -> j.advance(steps));
            LOG.debug("Marked {} mails, {} of them by somebody else", batch.size(), lost.size());
        } catch (MessagingException e) {
            batch.forEach(lease -> journals.run(j -> j.release(lease)));
            throw e;
        }
    }

    private static String how(Lease lease, ImapSettings now, long uidValidity, Map<Long, String> flagged) {
        Optional<Arrival> arrival = lease.item().arrival();
        if (arrival.isEmpty()) {
            return "no flag: a mail of our own";
        }
        return whyNot(arrival.get(), now, uidValidity)
                .orElseGet(() ->
                        flagged.getOrDefault(arrival.get().uid(), "no flag: the mail is no longer in the folder"));
    }

    /** Why a mail cannot even be looked for; empty when it can. */
    private static Optional<String> whyNot(Arrival arrival, ImapSettings now, long uidValidity) {
        if (!arrival.folder().equals(now.folder())) {
            return Optional.of("no flag: it came in another folder");
        }
        return arrival.uidValidity() == uidValidity
                ? Optional.empty()
                : Optional.of("no flag: the folder was made anew");
    }
}
