package org.dharmic.mail.imap.sending;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.reply.Reply;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.work.Backoff;
import org.dharmic.mail.imap.work.Hand;
import org.dharmic.mail.imap.work.JournalAway;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.mail.imap.work.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Leads answers to the stored bytes of their replies. On a thread of its own: forcing them to the disk would otherwise keep
 * the SMTP server waiting for the next one.
 */
public final class Composing implements Worker.Job {

    private static final Logger LOG = LoggerFactory.getLogger(Composing.class);
    private static final long MAX_REPLY = 10L * 1024 * 1024;
    private static final int TRIES = 3;

    private final Supplier<ImapSettings> settings;
    private final Journals journals;
    private final ReplyComposer composer;
    private final Hand hand;
    private final Backoff pause =
            new Backoff(Duration.ofSeconds(30), Duration.ofHours(1), () -> ThreadLocalRandom.current()
                    .nextDouble());

    /** @param composed called when there are replies to send */
    public Composing(Supplier<ImapSettings> settings, Journals journals, ReplyComposer composer, Runnable composed) {
        this.settings = settings;
        this.journals = journals;
        this.composer = composer;
        hand = new Hand(journals, Stage.ANSWERED, composed);
    }

    @Override
    public boolean work() {
        ImapSettings now = settings.get();
        Optional<Lease> lease = hand.next(now);
        if (lease.isEmpty()) {
            return false;
        }
        try (MDC.MDCCloseable id = MDC.putCloseable("item", lease.get().item().id())) {
            compose(lease.get(), now);
        } catch (LeaseLost e) {
            LOG.debug("Somebody else works on it", e);
        }
        hand.ended();
        return true;
    }

    @Override
    public void end() {
        hand.leave();
    }

    private void compose(Lease lease, ImapSettings now) {
        try {
            Reply reply = composer.compose(lease.item(), about(lease.item()), now.author());
            Spooled spooled = spool(reply.bytes());
            hand.done(lease, new Step.Ready(spooled, reply.messageId(), reply.recipient()));
        } catch (IllegalArgumentException e) {
            LOG.error("A reply cannot be written and is parked: {}", e.getMessage());
            journals.run(j -> j.park(lease, "the reply cannot be written: " + e.getMessage()));
        } catch (JournalAway | LeaseLost e) {
            throw e;
        } catch (RuntimeException e) { // a fault of ours that this answer brings about, or the key's file
            String why = "the reply cannot be rendered: " + e;
            LOG.warn("A reply cannot be rendered", e);
            int failures = lease.item().attempts() + 1;
            if (failures >= TRIES) {
                journals.run(j -> j.park(lease, why));
            } else {
                journals.run(j -> j.retryLater(lease, pause.pause(failures - 1), why));
            }
        }
    }

    /** The mail in whose conversation one of our own accord belongs; empty also when it is no longer kept. */
    private Optional<Item> about(Item item) {
        return item.outbound()
                .map(Outbound::about)
                .filter(id -> !id.isEmpty())
                .flatMap(id -> journals.call(j -> j.find(id)));
    }

    private Spooled spool(byte[] bytes) {
        return journals.call(j -> {
            try {
                return j.spool(new ByteArrayInputStream(bytes), MAX_REPLY);
            } catch (IOException e) {
                throw new JournalAway("the spool cannot take a reply: " + e.getMessage(), e);
            }
        });
    }
}
