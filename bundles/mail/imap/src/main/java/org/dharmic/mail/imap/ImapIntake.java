package org.dharmic.mail.imap;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.dharmic.journal.Cursor;
import org.dharmic.mail.ChannelStatus.State;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Gate;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the one IMAP connection: looks for new mail, takes it into the journal, flags answered mail, and
 * waits in IDLE. The cursor of the journal says what is new, never a flag and never the memory of this process.
 */
final class ImapIntake implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ImapIntake.class);
    /** A server that refuses a password locks the account when asked too often. */
    static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private static final Duration WITHOUT_JOURNAL = Duration.ofSeconds(5);
    /**
     * Servers lose a notification that races with the answer to another command, which happens when mails come in bursts.
     * So the first IDLE after news is short, and each further one twice as long, up to the keep-alive.
     */
    private static final Duration IDLE_AFTER_NEWS = Duration.ofSeconds(1);

    private final Supplier<ImapSettings> settings;
    private final Journals journals;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Gate gate;
    private final ChannelState state;
    private final Meters meters;
    private final Runnable tookIn;
    private final Clock clock;
    private final MailTaker taker;
    private final AnsweredFlags flags;
    private final Looks looks = new Looks();
    private final Nudge nudge = new Nudge();
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> ThreadLocalRandom.current()
                    .nextDouble());

    /** Only this thread makes and drops it; others look at it to wake or to cut it. */
    private volatile ImapConnection connection;

    private volatile TrackedSockets sockets = new TrackedSockets();
    private volatile boolean leaving;
    /** Only of this thread. */
    private Duration nextIdle = IDLE_AFTER_NEWS;

    ImapIntake(
            Supplier<ImapSettings> settings,
            Journals journals,
            Passwords passwords,
            Sessions sessions,
            Gate gate,
            ChannelState state,
            Meters meters,
            Runnable tookIn,
            Clock clock) {
        this.settings = settings;
        this.journals = journals;
        this.passwords = passwords;
        this.sessions = sessions;
        this.gate = gate;
        this.state = state;
        this.meters = meters;
        this.tookIn = tookIn;
        this.clock = clock;
        taker = new MailTaker(journals);
        flags = new AnsweredFlags(journals);
    }

    // ---- for other threads

    /** Asks for a look, as soon as the connection allows. */
    void wake() {
        nudge.give();
        ImapConnection current = connection;
        if (current != null) {
            current.interruptIdle();
        }
    }

    /** There is something to flag. Does not cut short the pause after a failed connection. */
    void wakeIfConnected() {
        if (connection != null) {
            wake();
        }
    }

    int poll(Duration wait) {
        ChannelState.Side now = state.intake();
        if (now.state() == State.REFUSED) {
            throw new MailUnavailable(now.reason());
        }
        long look = looks.next();
        wake();
        return looks.await(look, wait);
    }

    void leave() {
        leaving = true;
        wake();
    }

    /** Cuts the line under whatever the thread is doing. */
    void abort() {
        sockets.abort();
    }

    // ---- the thread

    @Override
    public void run() {
        try {
            while (!leaving) {
                cycle();
            }
        } finally {
            looks.end(0, "the mail channel is leaving; ask the service again");
            disconnect();
        }
    }

    private void cycle() {
        ImapSettings now = settings.get();
        try {
            if (connection != null && !connection.madeWith(now)) {
                disconnect();
            }
            if (connection == null) {
                connect(now);
            }
            nudge.clear();
            if (!gate.enter()) {
                leaving = true;
                return;
            }
            try {
                look(now);
                flags.flag(connection, now, () -> leaving || connection.hasNews());
            } finally {
                gate.leave();
            }
            backoff.reset();
            rest(now);
        } catch (AuthenticationFailedException e) {
            disconnect();
            trouble(
                    State.REFUSED,
                    "imap " + now.imapLine().server() + " refuses the credentials; next try in "
                            + AFTER_REFUSAL.toMinutes() + " min or when the configuration changes",
                    e);
            pauseUntilReconfigured(now, AFTER_REFUSAL);
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

    private void connect(ImapSettings now) throws MessagingException, IOException {
        state.intake(State.CONNECTING, state.intake().reason());
        TrackedSockets fresh = new TrackedSockets();
        sockets = fresh;
        if (leaving) {
            fresh.abort();
        }
        String password = passwords.resolve(now.imapLine().passwordSecret());
        connection = ImapConnection.open(now, sessions, password, fresh);
        nextIdle = IDLE_AFTER_NEWS;
        state.connected();
        meters.count("mail_connects_total", "account", now.account());
    }

    private void disconnect() {
        ImapConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    private void disconnected(String reason, Exception e) {
        disconnect();
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
    }

    /** A person's poll does not shorten this one. */
    private void pauseUntilReconfigured(ImapSettings refused, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!leaving && settings.get().imapLine().equals(refused.imapLine()) && deadline - System.nanoTime() > 0) {
            nudge.clear();
            nudge.await(Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private void rest(ImapSettings now) throws MessagingException {
        if (leaving) {
            return;
        }
        if (!now.kept()) {
            disconnect();
            well(State.POLLING);
            nudge.await(now.poll());
        } else if (now.idle() && connection.canIdle()) {
            well(State.IDLING);
            Duration limit = nextIdle.compareTo(now.keepalive()) < 0 ? nextIdle : now.keepalive();
            nextIdle = limit.multipliedBy(2);
            connection.idle(limit, () -> leaving || nudge.isGiven());
        } else {
            well(State.POLLING);
            nudge.await(now.poll());
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

    private void look(ImapSettings now) throws MessagingException, IOException {
        long start = System.nanoTime();
        looks.begin();
        connection.noop();
        int taken = takeNew(now);
        if (taken > 0) {
            nextIdle = IDLE_AFTER_NEWS;
        }
        state.looked();
        meters.timeSince("mail_poll_seconds", start, "account", now.account());
        looks.end(taken, "");
    }

    private int takeNew(ImapSettings now) throws MessagingException, IOException {
        long uidValidity = connection.uidValidity();
        Optional<Cursor> cursor = journals.begin(j -> j.cursor(now.account(), now.folder()));
        StartPoint start = startPoint(now);
        if (cursor.isEmpty()) {
            begin(now, uidValidity, start);
            return 0;
        }
        if (cursor.get().uidValidity() == uidValidity) {
            return takeAll(now, uidValidity, connection.list(cursor.get().lastUid()), Instant.MIN);
        }
        LOG.warn(
                "Folder {} of {} was renumbered by the server (UIDVALIDITY {}, was {}): looking through all of it",
                now.folder(),
                now.account(),
                uidValidity,
                cursor.get().uidValidity());
        List<ImapConnection.Listed> all = connection.list(0);
        if (all.isEmpty()) {
            journals.run(j -> j.moveCursor(new Cursor(now.account(), now.folder(), uidValidity, 0)));
        }
        return takeAll(now, uidValidity, all, start.get());
    }

    private StartPoint startPoint(ImapSettings now) {
        return new StartPoint(Path.of(now.stateFolder()), now.account(), now.folder(), clock);
    }

    /** The first time: what is in the folder stays unanswered. */
    private void begin(ImapSettings now, long uidValidity, StartPoint start) throws MessagingException, IOException {
        long last = connection.uidNext() - 1;
        start.set(connection.newest());
        journals.run(j -> j.moveCursor(new Cursor(now.account(), now.folder(), uidValidity, last)));
        LOG.info("Folder {} of {} is answered from UID {} on; nothing older", now.folder(), now.account(), last + 1);
    }

    /** In the order of the UIDs, each committed with the cursor before the next is stored. */
    private int takeAll(ImapSettings now, long uidValidity, List<ImapConnection.Listed> listed, Instant after)
            throws MessagingException {
        List<ImapConnection.Listed> wanted = listed.stream()
                .filter(mail -> mail.internalDate().isAfter(after))
                .toList();
        int taken = 0;
        try {
            for (List<ImapConnection.Listed> batch : ImapConnection.batches(wanted)) {
                for (ImapConnection.Listed mail : connection.withBytes(batch)) {
                    if (leaving) {
                        return taken;
                    }
                    if (taker.take(now, uidValidity, mail)) {
                        taken++;
                        state.received();
                        meters.count("mail_received_total", "account", now.account());
                        tookIn.run();
                    }
                }
            }
        } finally {
            if (taken > 0) {
                LOG.info("Took in {} mails of {}", taken, now.account());
            }
        }
        long last = listed.isEmpty() ? 0 : listed.get(listed.size() - 1).uid();
        boolean passedOver =
                last > 0 && (wanted.isEmpty() || wanted.get(wanted.size() - 1).uid() < last);
        if (passedOver) {
            journals.run(j -> j.moveCursor(new Cursor(now.account(), now.folder(), uidValidity, last)));
        }
        return taken;
    }
}
