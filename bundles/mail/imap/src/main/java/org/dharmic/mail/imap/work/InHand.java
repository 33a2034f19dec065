package org.dharmic.mail.imap.work;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes one item at a time into hand. */
public final class InHand {

    private static final Logger LOG = LoggerFactory.getLogger(InHand.class);
    /** Longer than the longest dialogue with a server can last. */
    public static final Duration LEASE = Duration.ofMinutes(15);

    private InHand() {}

    /**
     * Works on the account's next item in a stage, with its id in the log's context.
     *
     * @return false when there was none
     */
    public static boolean next(Journals journals, ImapSettings now, Stage stage, Consumer<Lease> work) {
        Optional<Lease> lease = journals.begin(j -> j.leaseFor(now.account(), stage, now.worker(), LEASE));
        if (lease.isEmpty()) {
            return false;
        }
        try (MDC.MDCCloseable id = MDC.putCloseable("item", lease.get().item().id())) {
            work.accept(lease.get());
        } catch (LeaseLost e) {
            LOG.debug("Somebody else works on it", e);
        }
        return true;
    }
}
