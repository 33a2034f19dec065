package org.dharmic.mail.imap.intake;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.ChannelStatus.State;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.imap.connection.Costs;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.mailbox.SentLook;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.Backoff;
import org.dharmic.mail.imap.work.JournalAway;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.mail.imap.work.Nudge;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the one IMAP connection: looks for new mail, flags answered mail, does what others want of the
 * mailbox, and waits in IDLE. A connection is made only when the one before is down.
 */
public final class ImapIntake implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ImapIntake.class);
    /** How often it is looked whether somebody has mended the password that was refused. */
    private static final Duration LOOK_AT_SECRET = Duration.ofSeconds(2);

    private static final String LEFT = "the mail channel is leaving; ask the service again";
    /** Response codes (RFC 5530) of a server that says nothing about the credentials. */
    private static final Pattern NOT_NOW =
            Pattern.compile("\\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\\b", Pattern.CASE_INSENSITIVE);

    private static final Duration UNTIL_FREE = Duration.ofSeconds(5);
    private static final Duration WITHOUT_JOURNAL = Duration.ofSeconds(5);
    /** Longer than a connection takes; replies wait meanwhile. */
    private static final Duration SENT_LOOK = Duration.ofSeconds(20);

    /** A server that ends a connection sooner has trouble of its own, and is not asked again at once. */
    private static final Duration STEADY = Duration.ofSeconds(30);

    private final Supplier<ImapSettings> settings;
    private final Journals journals;
    private final Gate gate;
    private final ChannelState state;
    private final Meters meters;
    private final Costs costs;
    private final Runnable tookIn;
    private final NewMail newMail;
    private final Flagging flagging;
    private final Backlogs backlogs;
    private final Looks looks = new Looks();
    private final IdleTime idleTime = new IdleTime();
    private final Errands errands = new Errands();
    private final Nudge nudge = new Nudge();
    private final Backoff backoff;

    private final KeptLine line;
    private volatile boolean leaving;
    /** Whether the next look was asked for at the end of IDLE; only of this thread. */
    private boolean asked;

    public ImapIntake(
            Supplier<ImapSettings> settings,
            Journals journals,
            Passwords passwords,
            Sessions sessions,
            Gate gate,
            ChannelState state,
            Meters meters,
            Costs costs,
            Runnable tookIn,
            Clock clock) {
        this.settings = settings;
        this.journals = journals;
        line = new KeptLine(passwords, sessions);
        this.gate = gate;
        this.state = state;
        this.meters = meters;
        this.costs = costs;
        this.tookIn = tookIn;
        MailTaker taker = new MailTaker(journals);
        newMail = new NewMail(journals, taker, clock, () -> leaving, this::received);
        flagging = new Flagging(journals, () -> leaving);
        backlogs = new Backlogs(taker, newMail::startPoint, this::received);
        backoff = new Backoff(
                Duration.ofSeconds(1), () -> settings.get().patience().reconnect(), () -> ThreadLocalRandom.current()
                        .nextDouble());
    }

    private void received() {
        state.received();
        meters.count("mail_received_total", "account", settings.get().account());
        tookIn.run();
    }

    // ---- for other threads

    /** Asks for a look, as soon as the connection allows. */
    public void wake() {
        nudge.give();
        line.interruptIdle();
    }

    /** There is something to flag. Does not cut short the pause after a failed connection. */
    public void wakeIfConnected() {
        if (line.isConnected()) {
            wake();
        }
    }

    public int poll(Duration wait) {
        failIfRefused();
        long look = looks.next();
        wake();
        return looks.await(look, wait);
    }

    /** As a person asks for it: also cuts short the pause after a failed connection. */
    <T> T ask(Errands.Errand<T> errand, Duration wait) {
        failIfRefused();
        CompletableFuture<T> result = errands.leave(errand);
        wake();
        return Errands.await(result, wait);
    }

    /** As a worker asks for it: does not cut short the pause after a failed connection. */
    public SentLook.Seen lookIntoSent(String messageId) {
        ChannelState.Side now = state.intake();
        if (now.state() == State.DISCONNECTED || now.state() == State.PAUSED) {
            throw new MailUnavailable(now.reason());
        }
        return ask((connection, settings) -> connection.sentFolder().holds(messageId), SENT_LOOK)
                .map(there -> there ? SentLook.Seen.THERE : SentLook.Seen.NOT_THERE)
                .orElse(SentLook.Seen.NOWHERE_TO_LOOK);
    }

    private void failIfRefused() {
        ChannelState.Side now = state.intake();
        if (now.state() == State.REFUSED) {
            throw new MailUnavailable(now.reason());
        }
    }

    public Backlog backlog(int limit, Duration wait) {
        return ask((connection, now) -> backlogs.look(connection, now, limit), wait);
    }

    /** Piece by piece, so that new mail is not held up. */
    public int takeBacklog(Set<Long> uids, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        long[] uidValidity = new long[1];
        List<long[]> pieces = ask(
                (connection, now) -> {
                    uidValidity[0] = connection.uidValidity();
                    return backlogs.wanted(connection, now, uids);
                },
                wait);
        int taken = 0;
        for (long[] piece : pieces) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            taken += ask((connection, now) -> backlogs.take(connection, now, uidValidity[0], piece), left);
        }
        return taken;
    }

    public void leave() {
        leaving = true;
        wake();
    }

    /** Cuts the line under whatever the thread is doing. */
    public void abort() {
        line.abort();
    }

    // ---- the thread

    @Override
    public void run() {
        try {
            while (!leaving) {
                cycle();
            }
        } finally {
            leaving = true;
            looks.end(0, LEFT);
            errands.fail(LEFT);
            line.disconnect();
            line.giveUp();
        }
    }

    private void cycle() {
        ImapSettings now = settings.get();
        try {
            if (line.isConnected() && !line.connection().madeWith(now)) {
                line.disconnect();
            }
            long start = System.nanoTime();
            boolean cold = !line.isConnected();
            if (cold) {
                connect(now);
            }
            if (!asked) {
                line.connection().forgetLook();
                lookBegins();
            }
            asked = false;
            if (!gate.enter()) {
                leaving = true;
                return;
            }
            try {
                look(now, start, cold);
                flagging.flagAll(line.connection(), now);
                errands.runAll(line.connection(), now);
            } finally {
                gate.leave();
            }
            rest(now);
        } catch (AuthenticationFailedException e) {
            refused(now, e);
        } catch (KeptLine.Taken e) {
            trouble(State.PAUSED, e.getMessage(), e);
            nudge.clear();
            nudge.await(UNTIL_FREE);
        } catch (JournalAway e) {
            trouble(State.PAUSED, e.getMessage(), e);
            nudge.await(WITHOUT_JOURNAL);
        } catch (SecretUnavailable | MessagingException | IOException | UncheckedIOException e) {
            disconnected("imap " + now.imapLine().server() + ": " + HeaderText.reason(e), e);
        } catch (RuntimeException e) { // a fault of ours must not end the intake for good
            LOG.error("Mail intake of {} failed unexpectedly and goes on", now.account(), e);
            disconnected("unexpected: " + e, e);
        }
    }

    private void refused(ImapSettings now, AuthenticationFailedException e) {
        String said = HeaderText.reason(e);
        if (NOT_NOW.matcher(said).find()) {
            disconnected("imap " + now.imapLine().server() + ": " + said, e);
            return;
        }
        line.disconnect();
        String secret = now.imapLine().secret();
        trouble(
                State.REFUSED,
                "imap " + now.imapLine().server() + " refuses the credentials of "
                        + now.imapLine().user() + ": mend "
                        + (secret.isEmpty() ? "what token.command makes" : "the secret " + secret)
                        + " or the account's file; next try in " + Passwords.AFTER_REFUSAL.toMinutes()
                        + " min or when one of them changes",
                e);
        pauseUntilReconfigured(now, Passwords.AFTER_REFUSAL);
    }

    private void connect(ImapSettings now) throws MessagingException, IOException, KeptLine.Taken {
        line.claim(now);
        state.intake(State.CONNECTING, state.intake().reason());
        line.connect(now);
        idleTime.connected();
        asked = false;
        state.connected();
        meters.count("mail_connects_total", "account", now.account());
    }

    private void disconnected(String reason, Exception e) {
        if (line.age().compareTo(STEADY) >= 0) {
            backoff.reset();
        }
        line.disconnect();
        if (leaving) {
            return;
        }
        Duration pause = backoff.next();
        trouble(State.DISCONNECTED, reason + "; next try in " + Math.max(1, pause.toSeconds()) + " s", e);
        nudge.clear();
        nudge.await(pause);
    }

    private void trouble(State what, String reason, Exception e) {
        if (state.intake(what, reason) && !leaving) {
            LOG.warn("Mail intake of {} is {}: {}", settings.get().account(), what, reason);
            LOG.debug("Cause", e);
        }
        looks.end(0, reason);
        errands.fail(reason);
    }

    /** A person's poll does not shorten this one. */
    private void pauseUntilReconfigured(ImapSettings refused, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!leaving
                && settings.get().imapLine().equals(refused.imapLine())
                && deadline - System.nanoTime() > 0
                && !line.hasOtherPassword(refused)) {
            nudge.clear();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            nudge.await(Collections.min(List.of(left, LOOK_AT_SECRET)));
        }
    }

    private void rest(ImapSettings now) throws MessagingException {
        if (leaving) {
            return;
        }
        if (!now.kept()) {
            line.disconnect();
            backoff.reset();
            well(State.POLLING);
            nudge.await(now.poll());
        } else if (now.idle() && line.connection().canIdle()) {
            well(State.IDLING);
            asked = line.idle(idleTime.next(now), () -> leaving || nudge.isGiven(), this::lookBegins);
        } else {
            well(State.POLLING);
            awaitPoll(now);
        }
    }

    /** Servers hang up on whoever says nothing for half an hour (RFC 9051 section 5.4). */
    private void awaitPoll(ImapSettings now) throws MessagingException {
        long deadline = System.nanoTime() + now.poll().toNanos();
        while (true) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.compareTo(now.keepalive()) <= 0) {
                nudge.await(left);
                return;
            }
            nudge.await(now.keepalive());
            if (nudge.isGiven() || leaving) {
                return;
            }
            line.connection().mailbox().noop();
            if (line.connection().hasNews()) {
                return;
            }
        }
    }

    private void well(State how) {
        boolean troubled = !state.intake().reason().isEmpty();
        state.intake(how, "");
        if (troubled) {
            LOG.info("Mail intake of {} works again", settings.get().account());
        }
    }

    // ---- looking

    /** Just before the server is asked, on whatever thread does it: who wants a look from now on wants the next one. */
    private void lookBegins() {
        nudge.clear();
        looks.begin();
    }

    private void look(ImapSettings now, long start, boolean cold) throws MessagingException, IOException {
        ImapConnection connection = line.connection();
        int taken = newMail.take(connection, now);
        if (taken > 0) {
            idleTime.news(connection.hadTold());
        }
        state.looked();
        Duration took = cold ? Duration.ofNanos(System.nanoTime() - start) : looks.age();
        if (taken == 0) { // what a look costs is one thing, what mails cost another
            (cold ? costs.coldLooks() : costs.warmLooks()).add(took);
        }
        meters.time("mail_poll_seconds", took, "account", now.account(), "line", cold ? "cold" : "warm");
        looks.end(taken, "");
    }
}
