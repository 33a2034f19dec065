package org.dharmic.mail.imap.sending;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.mail.imap.mailbox.SentLook;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.Backoff;
import org.dharmic.mail.imap.work.InHand;
import org.dharmic.mail.imap.work.JournalAway;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.mail.imap.work.Worker;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Hands replies to the SMTP server over one connection, one at a time; in a burst another one helps over a second. Two threads
 * take turns: the one that has heard the server's word notes it at once, the other begins the next dialogue meanwhile. But no
 * mail is ended before the one before it is noted: of each connection a crash leaves one at most of which nobody knows.
 */
public final class ReplyWorker implements Worker.Job {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWorker.class);
    /** As long as mail servers try (RFC 5321 section 4.5.4.1); then a person should know. */
    private static final Duration GIVE_UP = Duration.ofDays(4);
    /** Marked together: enough that waiting for the disk hardly counts. */
    private static final int MOST = 8;
    /** As many are marked as go out in this time: beside a slow server's dialogue the disk does not count. */
    private static final Duration AHEAD = Duration.ofMillis(50);
    /** A server may grow slow meanwhile. What is not begun by then waits as before, and its lease is far from its end. */
    private static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);

    private final Supplier<ImapSettings> settings;
    private final Journals journals;
    private final SmtpSender smtp;
    private final Access connecting;
    /** The same, where this one helps another. */
    private final Optional<ConnectingBeside> helping;

    private final UnclearEndings unclear;
    private final ChannelState state;
    private final Meters meters;
    private final Runnable toFlag;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Backoff itemPause =
            new Backoff(Duration.ofSeconds(30), Duration.ofHours(1), () -> ThreadLocalRandom.current()
                    .nextDouble());
    /** Held by the thread whose turn it is: guards the line and all that changes here. Never held to note what went out. */
    private final ReentrantLock turn = new ReentrantLock();
    /** In SENDING and not begun, in the order in which they go out. */
    private final Deque<Lease> marked = new ArrayDeque<>();

    private long markedAt;
    /** Of what went out last; null when it is known to be durable. */
    private SentNote last;
    /** The same, as long as the thread that heard of it has not begun to make it. */
    private SentNote fresh;
    /** How long the latest took; the first one is alone. */
    private Duration dialogue = AHEAD;
    /** Taken up since nothing waited. */
    private int inARow;
    /** So many that a second connection is worth its while, and the server is well. */
    private volatile boolean burst;
    /** An answer is being thought of. */
    private volatile boolean expected;

    private volatile boolean leaving;

    public ReplyWorker(
            Supplier<ImapSettings> settings,
            Journals journals,
            SmtpSender smtp,
            SentLook sentFolder,
            ChannelState state,
            Meters meters,
            Runnable toFlag,
            Clock clock,
            LongSupplier nanos) {
        this.settings = settings;
        this.journals = journals;
        this.smtp = smtp;
        connecting = new Connecting(smtp, state);
        unclear = new UnclearEndings(journals, sentFolder, state, meters, itemPause, clock);
        this.state = state;
        this.meters = meters;
        this.toFlag = toFlag;
        this.clock = clock;
        this.nanos = nanos;
        helping = Optional.empty();
    }

    private ReplyWorker(ReplyWorker first, SmtpSender smtp) {
        settings = first.settings;
        journals = first.journals;
        this.smtp = smtp;
        ConnectingBeside beside = new ConnectingBeside(smtp, () -> first.burst);
        connecting = beside;
        helping = Optional.of(beside);
        unclear = first.unclear;
        state = first.state;
        meters = first.meters;
        toFlag = first.toFlag;
        clock = first.clock;
        nanos = first.nanos;
    }

    /** Another one that helps in a burst. Unclear endings, and what the server does not take, it leaves to this one. */
    public ReplyWorker beside(SmtpSender second) {
        return new ReplyWorker(this, second);
    }

    /** A reply will follow: the connection is made while it is thought of. For any thread. */
    public void expect() {
        expected = true;
    }

    /** No further reply is begun. For any thread. */
    public void leave() {
        leaving = true;
    }

    @Override
    public boolean work() {
        boolean more;
        SentNote mine;
        turn.lock();
        try {
            more = !leaving && send(settings.get());
            mine = fresh;
            fresh = null;
        } finally {
            turn.unlock();
        }
        if (mine != null) {
            mine.make();
        }
        return more;
    }

    private boolean send(ImapSettings now) {
        if (!marked.isEmpty()) {
            sendNext(now);
            return true;
        }
        settleIfOverdue();
        if (connecting.isPaused(now)) {
            return false;
        }
        // Left over from a crash or a lost line before new ones: they have waited longer.
        boolean resent =
                helping.isEmpty() && InHand.next(journals, now, Stage.SENDING, lease -> afterAmbiguity(lease, now));
        boolean more = !connecting.isPaused(now) && mark(now);
        burst = inARow >= MOST && !connecting.isPaused(now);
        if (!marked.isEmpty()) {
            sendNext(now);
        }
        if (expected) {
            expected = false;
            connecting.connectAhead(now);
        }
        return resent || more;
    }

    /**
     * Returns when what was sent is noted.
     *
     * @throws JournalAway when it cannot be noted now
     */
    private void settle() {
        if (last != null) {
            last.settle();
            last = null;
        }
    }

    /** What is being noted just now is waited for before a mail is ended, and may go to the disk with what is marked. */
    private void settleIfOverdue() {
        if (last != null && last.isOverdue()) {
            settle();
        }
    }

    @Override
    public void rest() {
        if (turn.tryLock()) {
            try {
                smtp.closeIfIdle();
            } finally {
                turn.unlock();
            }
        }
    }

    @Override
    public void end() {
        turn.lock();
        try {
            settle();
            giveBack("not begun: the account was leaving");
        } catch (JournalAway e) {
            LOG.warn("Leaving without a journal; the next revision decides about replies in hand as after a crash");
            LOG.debug("Cause", e);
        } finally {
            smtp.close();
            turn.unlock();
        }
    }

    // ---- READY -> SENDING -> SENT

    /** Leads some to SENDING. Returns false when there are none. */
    private boolean mark(ImapSettings now) {
        List<Lease> ready =
                journals.begin(j -> j.leaseFor(now.account(), Stage.READY, now.worker(), InHand.LEASE, atOnce(now)));
        inARow = ready.isEmpty() ? 0 : inARow + ready.size();
        if (ready.isEmpty()) {
            return false;
        }
        if (connecting.connect(now)) {
            markedAt = nanos.getAsLong();
            marked.addAll(journals.call(j -> j.advanceAndHold(ready, new Step.Sending(), InHand.LEASE)));
        } else {
            ready.forEach(lease -> journals.run(j -> j.release(lease)));
        }
        return true;
    }

    private int atOnce(ImapSettings now) {
        if (now.onAmbiguous() == ImapSettings.OnAmbiguous.HOLD) {
            return 1; // after a crash a person would have to look at each that was marked, though it was not begun
        }
        return (int) Math.max(1, Math.min(MOST, AHEAD.toNanos() / Math.max(1, dialogue.toNanos())));
    }

    private void sendNext(ImapSettings now) {
        settleIfOverdue();
        if (nanos.getAsLong() - markedAt > BEGUN_WITHIN.toNanos()) {
            giveBack("not begun: those before it took long");
        } else if (!connecting.connect(now)) {
            giveBack("not begun: " + state.sending().reason());
        } else {
            Lease sending = marked.peek();
            try (MDC.MDCCloseable id = MDC.putCloseable("item", sending.item().id())) {
                ended(sending, handOverNext(sending, now), now);
            } catch (LeaseLost e) {
                LOG.debug("Somebody else works on it", e);
            }
        }
    }

    private SmtpOutcome handOverNext(Lease sending, ImapSettings now) {
        boolean stays = false;
        try {
            return handOver(sending, now);
        } catch (JournalAway e) { // the line was cut before the end of the mail: it is not begun
            stays = true;
            throw e;
        } finally {
            if (!stays) {
                marked.remove();
            }
        }
    }

    private void giveBack(String why) {
        burst = false;
        if (!marked.isEmpty()) {
            Map<Lease, Step> back = new LinkedHashMap<>();
            marked.forEach(lease -> back.put(lease, new Step.NotSent(why)));
            journals.call(j -> j.advance(back));
            marked.clear();
        }
    }

    private SmtpOutcome handOver(Lease sending, ImapSettings now) {
        long start = nanos.getAsLong();
        String id = sending.item().id();
        Step.Ready ready =
                sending.item().ready().orElseThrow(() -> new IllegalStateException(id + " has no reply bytes"));
        SmtpOutcome outcome = smtp.send(() -> journals.read(ready.reply().ref()), ready.recipient(), this::settle);
        dialogue = Duration.ofNanos(nanos.getAsLong() - start);
        meters.time("mail_send_seconds", dialogue, "account", now.account());
        return outcome;
    }

    private void ended(Lease sending, SmtpOutcome outcome, ImapSettings now) {
        if (!(outcome instanceof SmtpOutcome.Ambiguous)) {
            unclear.sentAgain(sending.item(), now);
        }
        if (outcome instanceof SmtpOutcome.Sent sent) {
            sent(sending, sent.serverReply(), now);
        } else if (helping.isPresent() && !(outcome instanceof SmtpOutcome.Ambiguous)) {
            leftToTheFirst(sending, now);
        } else if (outcome instanceof SmtpOutcome.NotNow notNow) {
            notSent(sending, notNow.why());
        } else if (outcome instanceof SmtpOutcome.Never never) {
            LOG.error("The server refuses a reply for good; it is parked: {}", never.why());
            journals.run(j -> j.park(sending, "the SMTP server refuses it: " + never.why()));
        } else if (outcome instanceof SmtpOutcome.Ambiguous ambiguous) {
            ambiguous(sending, ambiguous.why(), now);
        }
    }

    private void sent(Lease sending, String serverReply, ImapSettings now) {
        state.sent();
        meters.count("mail_sent_total", "account", now.account());
        settle();
        last = new SentNote(journals, sending, serverReply, toFlag);
        fresh = last;
    }

    /** It may be the second connection that the server does not want. */
    private void leftToTheFirst(Lease sending, ImapSettings now) {
        helping.orElseThrow().pause("the server did not take one over the second", now);
        journals.run(j -> j.advance(sending, new Step.NotSent("left to the first connection")));
        giveBack("not begun: left to the first connection");
    }

    /** Where others are looked for in the same turn. */
    private void noteNow() {
        SentNote mine = fresh;
        fresh = null;
        if (mine != null) {
            mine.make();
        }
    }

    private void notSent(Lease sending, String why) {
        List<Transition> history = journals.call(j -> j.history(sending.item().id()));
        if (smtp.isAborted()) { // we are leaving and cut the line ourselves: no reason for a pause
            journals.run(j -> j.advance(sending, new Step.NotSent(why)));
            return;
        }
        Lease ready = journals.call(j -> j.advanceAndHold(sending, new Step.NotSent(why), InHand.LEASE));
        Instant first = history.stream()
                .filter(each -> each.stage() == Stage.READY)
                .map(Transition::at)
                .findFirst()
                .orElse(clock.instant());
        if (first.plus(GIVE_UP).isBefore(clock.instant())) {
            LOG.error("A reply could not be sent for {} days and is parked: {}", GIVE_UP.toDays(), why);
            journals.run(j -> j.park(ready, "not sent for " + GIVE_UP.toDays() + " days: " + why));
            return;
        }
        Duration pause = itemPause.pause(sending.item().attempts());
        LOG.warn("A reply was not taken and goes out in {} s: {}", pause.toSeconds(), why);
        journals.run(j -> j.retryLater(ready, pause, why));
    }

    // ---- when nobody knows

    private void ambiguous(Lease sending, String why, ImapSettings now) {
        if (smtp.isAborted()) {
            LOG.warn("Leaving in the middle of a hand-over; the next revision decides as after a crash: {}", why);
        } else {
            unclear.happened(sending, why, now);
        }
    }

    /** An item in SENDING that nobody holds: the last hand-over ended in the dark. */
    private void afterAmbiguity(Lease lease, ImapSettings now) {
        switch (unclear.resolve(lease, now)) {
            case WENT_OUT -> {
                sent(lease, "found in the Sent folder", now);
                noteNow();
            }
            case SEND_AGAIN -> {
                if (connecting.connect(now)) {
                    ended(lease, handOver(lease, now), now);
                    noteNow();
                } else {
                    journals.run(j -> j.release(lease));
                }
            }
            case NOTHING -> LOG.debug("Its time has not come");
        }
    }
}
