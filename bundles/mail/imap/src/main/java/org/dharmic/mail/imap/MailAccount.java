package org.dharmic.mail.imap;

import jakarta.mail.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One account at work: three threads and what they share. Knows no OSGi. */
final class MailAccount {

    private static final Logger LOG = LoggerFactory.getLogger(MailAccount.class);
    /** For threads whose line was cut; they only have to notice. */
    private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

    private final Supplier<ImapSettings> settings;
    private final Gate gate;
    private final ChannelState state;
    private final Meters meters;
    private final Journals journals;
    private final Sessions sessions;
    private final SmtpSender smtp;
    private final ImapIntake intake;
    private final Worker admission;
    private final Worker replies;
    private final List<Thread> threads;

    MailAccount(
            Supplier<ImapSettings> settings,
            Available<Journal> journal,
            Available<SecretResolver> secrets,
            Meters meters,
            Clock clock) {
        this.settings = settings;
        this.meters = meters;
        String account = settings.get().account();
        gate = new Gate("mail.imap " + account);
        state = new ChannelState(clock);
        journals = new Journals(journal);
        sessions = new Sessions(account);
        Passwords passwords = new Passwords(secrets);
        smtp = new SmtpSender(sessions, passwords);
        admission = new Worker(new AdmissionWorker(settings, journals, state, meters), gate);
        intake = new ImapIntake(settings, journals, passwords, sessions, gate, state, meters, admission::wake, clock);
        ReplyKey key = new ReplyKey(Path.of(settings.get().stateFolder()).resolve(account + ".key"));
        replies = new Worker(
                new ReplyWorker(
                        settings,
                        journals,
                        smtp,
                        new ReplyComposer(key::get),
                        state,
                        meters,
                        intake::wakeIfConnected,
                        clock),
                gate);
        threads = List.of(
                Threads.named("mail-" + account + "-intake").newThread(withLibrary(intake)),
                Threads.named("mail-" + account + "-admission").newThread(withLibrary(admission)),
                Threads.named("mail-" + account + "-replies").newThread(withLibrary(replies)));
    }

    /** The name under which an account's leases are held. */
    static String worker(ImapSettings settings) {
        return "mail.imap/" + settings.account();
    }

    void start() {
        meters.gauge(
                "mail_state_ordinal",
                () -> state.intake().state().ordinal(),
                "account",
                settings.get().account());
        threads.forEach(Thread::start);
    }

    /** The mail library looks its parts up in the thread's class loader, and they are in its own bundle. */
    private static Runnable withLibrary(Runnable task) {
        return () -> {
            Thread.currentThread().setContextClassLoader(Session.class.getClassLoader());
            task.run();
        };
    }

    ChannelStatus status() {
        return state.status(settings.get());
    }

    ChannelState state() {
        return state;
    }

    boolean hasJournal() {
        return journals.isPresent();
    }

    int poll(Duration wait) {
        return gate.through(() -> intake.poll(wait));
    }

    /** Something may have become possible: another configuration, a journal that came back. */
    void wakeAll() {
        intake.wake();
        admission.wake();
        replies.wake();
    }

    /** An item has reached a stage. */
    void staged(Stage stage) {
        switch (stage) {
            case INGESTED -> admission.wake();
            case ANSWERED, READY, SENDING -> replies.wake();
            case SENT -> intake.wakeIfConnected();
            default -> {
                // others work on it
            }
        }
    }

    /** Leaves within about {@code limit}: what does not end by then has its line cut. Nothing stays behind. */
    void stop(Duration limit) {
        long start = System.nanoTime();
        intake.leave();
        admission.leave();
        replies.leave();
        boolean drained = false;
        try {
            drained = gate.drain(limit) && joined(limit.minusNanos(System.nanoTime() - start));
            if (!drained) {
                intake.abort();
                smtp.abort();
                if (!joined(AFTER_ABORT)) {
                    LOG.warn(
                            "A thread of mail account {} does not end",
                            settings.get().account());
                }
            }
        } catch (InterruptedException e) {
            intake.abort();
            smtp.abort();
            Thread.currentThread().interrupt();
        } finally {
            sessions.close();
            int returned = journals.releaseAll(worker(settings.get()));
            LOG.info(
                    "Mail account {} has left in {} ms ({}, {} leases handed over)",
                    settings.get().account(),
                    (System.nanoTime() - start) / 1_000_000,
                    drained ? "drained" : "lines cut",
                    returned);
        }
    }

    private boolean joined(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + Math.max(limit.toNanos(), 1_000_000);
        boolean all = true;
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            all &= !thread.isAlive();
        }
        return all;
    }
}
