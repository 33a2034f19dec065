package org.dharmic.mail.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.mail.ChannelStatus.State;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands replies to the SMTP server, one at a time. */
final class ReplyWorker implements Worker.Job {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWorker.class);
    /** As long as mail servers try (RFC 5321 section 4.5.4.1); then a person should know. */
    private static final Duration GIVE_UP = Duration.ofDays(4);

    private final Supplier<ImapSettings> settings;
    private final Journals journals;
    private final SmtpSender smtp;
    private final UnclearEndings unclear;
    private final ChannelState state;
    private final Meters meters;
    private final Runnable toFlag;
    private final Clock clock;
    private final Backoff serverPause =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> ThreadLocalRandom.current()
                    .nextDouble());
    private final Backoff itemPause =
            new Backoff(Duration.ofSeconds(30), Duration.ofHours(1), () -> ThreadLocalRandom.current()
                    .nextDouble());
    /** Not before this nanoTime, unless the connection's settings change: empty when the server was well. */
    private Optional<Pause> paused = Optional.empty();
    /** An answer is being thought of. */
    private volatile boolean expected;

    private record Pause(long untilNanos, ImapSettings.Line line) {}

    ReplyWorker(
            Supplier<ImapSettings> settings,
            Journals journals,
            SmtpSender smtp,
            SentLook sentFolder,
            ChannelState state,
            Meters meters,
            Runnable toFlag,
            Clock clock) {
        this.settings = settings;
        this.journals = journals;
        this.smtp = smtp;
        unclear = new UnclearEndings(journals, sentFolder, state, meters, itemPause, clock);
        this.state = state;
        this.meters = meters;
        this.toFlag = toFlag;
        this.clock = clock;
    }

    /** A reply will follow: the connection is made while it is thought of. For any thread. */
    void expect() {
        expected = true;
    }

    @Override
    public boolean work() {
        ImapSettings now = settings.get();
        if (isPaused(now)) {
            return false;
        }
        // Left over from a crash or a lost line before new ones: they have waited longer.
        boolean resent = InHand.next(journals, now, Stage.SENDING, lease -> afterAmbiguity(lease, now));
        boolean sent = !isPaused(now) && InHand.next(journals, now, Stage.READY, lease -> send(lease, now));
        if (expected) {
            expected = false;
            warmUp(now);
        }
        return resent || sent;
    }

    /** While the answer is thought of. What is wrong shows when there is something to send. */
    private void warmUp(ImapSettings now) {
        ReplyComposer.warmUp();
        if (isPaused(now)) {
            return;
        }
        try {
            smtp.connect(now);
        } catch (SmtpUnavailable e) {
            LOG.debug("No connection ahead of the reply", e);
        }
    }

    @Override
    public void rest() {
        smtp.closeIfIdle();
    }

    @Override
    public void end() {
        smtp.close();
    }

    // ---- READY -> SENDING -> SENT

    private void send(Lease lease, ImapSettings now) {
        if (connect(lease, now)) {
            Lease sending = journals.call(j -> j.advanceAndHold(lease, new Step.Sending(), InHand.LEASE));
            transmit(sending, now);
        }
    }

    /** Whether there is a connection; without one the item goes back untouched. */
    private boolean connect(Lease lease, ImapSettings now) {
        try {
            smtp.connect(now);
            serverPause.reset();
            paused = Optional.empty();
            if (state.sending(State.POLLING, "")) {
                LOG.info("Replies of {} go out again", now.account());
            }
            return true;
        } catch (SmtpUnavailable e) {
            journals.run(j -> j.release(lease));
            Duration pause = e.refused() ? ImapIntake.AFTER_REFUSAL : serverPause.next();
            paused = Optional.of(new Pause(System.nanoTime() + pause.toNanos(), now.smtpLine()));
            String reason = e.getMessage() + "; next try in " + Math.max(1, pause.toSeconds()) + " s";
            if (state.sending(e.refused() ? State.REFUSED : State.DISCONNECTED, reason)) {
                LOG.warn("Replies of {} wait: {}", now.account(), reason);
                LOG.debug("Cause", e);
            }
            return false;
        }
    }

    private boolean isPaused(ImapSettings now) {
        return paused.filter(pause -> pause.line().equals(now.smtpLine()) && pause.untilNanos() - System.nanoTime() > 0)
                .isPresent();
    }

    private void transmit(Lease sending, ImapSettings now) {
        long start = System.nanoTime();
        Item item = sending.item();
        Step.Ready ready =
                item.ready().orElseThrow(() -> new IllegalStateException("item " + item.id() + " has no reply bytes"));
        SmtpOutcome outcome = smtp.send(() -> read(ready.reply().ref()), ready.recipient());
        meters.timeSince("mail_send_seconds", start, "account", now.account());
        if (!(outcome instanceof SmtpOutcome.Ambiguous)) {
            unclear.sentAgain(item, now);
        }
        if (outcome instanceof SmtpOutcome.Sent sent) {
            sent(sending, sent.serverReply(), now);
        } else if (outcome instanceof SmtpOutcome.NotNow notNow) {
            notSent(sending, notNow.why());
        } else if (outcome instanceof SmtpOutcome.Never never) {
            LOG.error("The server refuses a reply for good; it is parked: {}", never.why());
            journals.run(j -> j.park(sending, "the SMTP server refuses it: " + never.why()));
        } else if (outcome instanceof SmtpOutcome.Ambiguous ambiguous) {
            ambiguous(sending, ambiguous.why(), now);
        }
    }

    private InputStream read(String ref) throws IOException {
        try {
            return journals.call(j -> {
                try {
                    return j.read(ref);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (JournalAway e) {
            throw new IOException(e);
        }
    }

    private void sent(Lease sending, String serverReply, ImapSettings now) {
        state.sent();
        meters.count("mail_sent_total", "account", now.account());
        if (sending.item().arrival().isPresent()) {
            journals.run(j -> j.advance(sending, new Step.Sent(serverReply)));
            toFlag.run();
        } else {
            Lease sent = journals.call(j -> j.advanceAndHold(sending, new Step.Sent(serverReply), InHand.LEASE));
            journals.run(j -> j.advance(sent, new Step.Marked("no flag: a mail of our own")));
        }
        LOG.info("Sent");
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
        int tries = (int)
                history.stream().filter(each -> each.stage() == Stage.SENDING).count();
        Duration pause = itemPause.pause(Math.max(0, tries - 1));
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
            case WENT_OUT -> sent(lease, "found in the Sent folder", now);
            case SEND_AGAIN -> {
                if (connect(lease, now)) {
                    transmit(lease, now);
                }
            }
            case NOTHING -> LOG.debug("Its time has not come");
        }
    }
}
