package org.dharmic.mail.imap.sending;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Transition;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.imap.mailbox.SentLook;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.Backoff;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies of which nobody knows whether they went out: the line dropped, or this process died, between the last byte and the
 * server's word. First the provider's Sent folder is asked; only what is not there goes out again, or to a person. For many
 * threads.
 */
final class UnclearEndings {

    /** What to do with such a reply. */
    enum Next {
        /** It lies in the Sent folder. */
        WENT_OUT,
        SEND_AGAIN,
        /** Nothing more: it was given back to the journal. */
        NOTHING
    }

    private static final Logger LOG = LoggerFactory.getLogger(UnclearEndings.class);
    /** About a dozen hand-overs that the server never confirmed, with the pauses between them: then a person should look. */
    private static final Duration GIVE_UP = Duration.ofHours(6);

    private final Journals journals;
    private final SentLook sentFolder;
    private final ChannelState state;
    private final Meters meters;
    private final Backoff pause;
    private final Clock clock;
    private final long begun = System.nanoTime();
    /** Those counted, so that each unclear ending counts once; they leave when they are resolved. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    /** Those handed over since a person may have said so: as that ended unclear too, the person is asked again. */
    private final Set<String> decisionsUsed = ConcurrentHashMap.newKeySet();

    UnclearEndings(
            Journals journals, SentLook sentFolder, ChannelState state, Meters meters, Backoff pause, Clock clock) {
        this.journals = journals;
        this.sentFolder = sentFolder;
        this.state = state;
        this.meters = meters;
        this.pause = pause;
        this.clock = clock;
    }

    /** A hand-over has just ended without the server's word. */
    void happened(Lease sending, String why, ImapSettings now) {
        open.remove(sending.item().id()); // one more ending of a reply that was sent again
        count(sending.item(), now);
        decisionsUsed.add(sending.item().id());
        if (now.onAmbiguous() == ImapSettings.OnAmbiguous.HOLD && !now.sent().looks()) {
            hold(sending, why, now);
            return;
        }
        // A server may file what it took a moment after it would have said so.
        Duration wait = longer(now.sent().delay(), pause.pause(sending.item().attempts()));
        LOG.warn(
                "The line dropped before the server confirmed a reply; looking after it in {} s: {}",
                wait.toSeconds(),
                why);
        journals.run(j -> j.retryLater(sending, wait, why));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** True when it is news. */
    private boolean count(Item item, ImapSettings now) {
        boolean news = open.add(item.id());
        if (news) {
            state.ambiguousSend();
            meters.count("mail_ambiguous_sends_total", "account", now.account());
        }
        return news;
    }

    /** @param sending of an item in SENDING that nobody held: its last hand-over ended in the dark */
    Next resolve(Lease sending, ImapSettings now) {
        Item item = sending.item();
        if (count(item, now) && now.sent().looks()) {
            // Left over from before we began, maybe from a moment before: the server may be filing it just now.
            Duration early = now.sent().delay().minusNanos(System.nanoTime() - begun);
            if (early.compareTo(Duration.ZERO) > 0) {
                journals.run(j -> j.retryLater(sending, early, "waits for the Sent folder to have it"));
                return Next.NOTHING;
            }
        }
        Attempt attempt = attempt(item);
        boolean decided = attempt.byAPerson() && !decisionsUsed.contains(item.id());
        String messageId = item.ready().orElseThrow(() -> noBytes(item)).messageId();
        try {
            return switch (now.sent().looks() ? sentFolder.look(messageId) : SentLook.Seen.NOWHERE_TO_LOOK) {
                case THERE -> {
                    LOG.info("The reply lies in the Sent folder: it went out");
                    resolved("found", item, now);
                    yield Next.WENT_OUT;
                }
                case NOT_THERE -> sendOrHold(sending, "it is not in the Sent folder", decided, attempt.passed(), now);
                case NOWHERE_TO_LOOK ->
                    sendOrHold(sending, "there is no Sent folder to look into", decided, attempt.passed(), now);
            };
        } catch (MailUnavailable e) {
            return later(sending, e.getMessage(), attempt.passed(), now);
        }
    }

    private static IllegalStateException noBytes(Item item) {
        return new IllegalStateException("item " + item.id() + " has no reply bytes");
    }

    /**
     * @param passed since it was first handed over
     * @param byAPerson whether a person sent it on after it was parked
     */
    private record Attempt(Duration passed, boolean byAPerson) {}

    private Attempt attempt(Item item) {
        List<Transition> history = journals.call(j -> j.history(item.id()));
        int first = history.size();
        while (first > 0 && history.get(first - 1).stage() == Stage.SENDING) {
            first--;
        }
        Instant since = first < history.size() ? history.get(first).at() : item.updatedAt();
        return new Attempt(
                Duration.between(since, clock.instant()),
                first > 0 && history.get(first - 1).stage() == Stage.PARKED);
    }

    private Next sendOrHold(Lease sending, String why, boolean decided, Duration passed, ImapSettings now) {
        if (decided) {
            LOG.info("A person sends on a reply that may have gone out before");
            return Next.SEND_AGAIN;
        }
        if (now.onAmbiguous() == ImapSettings.OnAmbiguous.HOLD) {
            hold(sending, why, now);
            return Next.NOTHING;
        }
        if (passed.compareTo(GIVE_UP) > 0) {
            hold(sending, "no hand-over was confirmed for " + GIVE_UP.toHours() + " hours", now);
            return Next.NOTHING;
        }
        LOG.warn("Sending the same bytes again: the last hand-over ended without the server's word, and {}", why);
        return Next.SEND_AGAIN;
    }

    /** Not knowing is no reason to send twice. */
    private Next later(Lease sending, String why, Duration passed, ImapSettings now) {
        if (passed.compareTo(GIVE_UP) > 0) {
            hold(sending, "the Sent folder cannot be looked into: " + why, now);
            return Next.NOTHING;
        }
        Duration wait = pause.pause(sending.item().attempts());
        LOG.warn("A reply may have gone out; its Sent folder is asked again in {} s: {}", wait.toSeconds(), why);
        journals.run(j -> j.retryLater(sending, wait, "cannot look into the Sent folder: " + why));
        return Next.NOTHING;
    }

    private void hold(Lease lease, String why, ImapSettings now) {
        LOG.error("A reply may or may not have gone out and is put aside: {}", why);
        journals.run(j -> j.park(lease, "may have been sent: " + why));
        resolved("held", lease.item(), now);
    }

    /** It was sent again, and this time the server said something. */
    void sentAgain(Item item, ImapSettings now) {
        if (open.contains(item.id())) {
            resolved("resent", item, now);
        }
    }

    private void resolved(String how, Item item, ImapSettings now) {
        open.remove(item.id());
        decisionsUsed.remove(item.id());
        meters.count("mail_ambiguous_resolved_total", "account", now.account(), "how", how);
    }
}
