package org.dharmic.mail.imap;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.dharmic.journal.Stage;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.Trial;
import org.dharmic.mail.imap.admission.Admission;
import org.dharmic.mail.imap.admission.AdmissionWorker;
import org.dharmic.mail.imap.admission.OurMails;
import org.dharmic.mail.imap.admission.SenderDecisions;
import org.dharmic.mail.imap.connection.Costs;
import org.dharmic.mail.imap.connection.Passwords;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.intake.ImapIntake;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.reply.ReplyKey;
import org.dharmic.mail.imap.sender.Caps;
import org.dharmic.mail.imap.sender.Correspondents;
import org.dharmic.mail.imap.sender.Dkim;
import org.dharmic.mail.imap.sender.DnsKeys;
import org.dharmic.mail.imap.sender.Doorkeeper;
import org.dharmic.mail.imap.sender.KnownKeys;
import org.dharmic.mail.imap.sender.ReplayGuard;
import org.dharmic.mail.imap.sender.ReplyTokens;
import org.dharmic.mail.imap.sending.Composing;
import org.dharmic.mail.imap.sending.ReplyWorker;
import org.dharmic.mail.imap.sending.SmtpSender;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.mail.imap.work.Worker;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;

/** Who does an account's work. Made on the account's own thread: the mail library is loaded with it. */
final class Crew {

    private final Supplier<ImapSettings> settings;
    private final Available<SecretResolver> secrets;
    private final Passwords passwords;
    private final SmtpSender smtp;
    private final SmtpSender secondSmtp;
    private final Sessions sessions;
    private final ImapIntake intake;
    private final SenderDecisions decisions;
    private final Worker admission;
    private final ReplyWorker sender;
    private final ReplyWorker secondSender;
    private final Worker composing;
    /** Two that take turns, and one that helps in a burst. */
    private final List<Worker> replies;

    private final List<Thread> helpers;
    /** One at a time; guarded by {@link #trying}. */
    private AccountTrial trial;

    private final Object trying = new Object();

    Crew(
            Supplier<ImapSettings> settings,
            Journals journals,
            Available<SecretResolver> secrets,
            Gate gate,
            ChannelState state,
            Meters meters,
            Costs costs,
            Clock clock) {
        String account = settings.get().account();
        sessions = new Sessions(account, costs);
        this.settings = settings;
        this.secrets = secrets;
        passwords = passwords();
        smtp = new SmtpSender(sessions, passwords);
        secondSmtp = new SmtpSender(sessions, passwords);
        Path folder = Path.of(settings.get().stateFolder());
        ReplyKey key = new ReplyKey(folder.resolve(account + ".key"));
        Correspondents correspondents = new Correspondents(folder.resolve(account + ".senders"));
        ReplyTokens tokens = new ReplyTokens(key::get);
        decisions = new SenderDecisions(settings, correspondents, tokens, clock);
        ReplayGuard replays = new ReplayGuard(folder.resolve(account + ".admitted"));
        Doorkeeper doorkeeper = new Doorkeeper(
                correspondents,
                tokens,
                new Dkim(new KnownKeys(new DnsKeys(), System::nanoTime), clock),
                replays,
                new Caps(System::nanoTime),
                clock);
        admission = new Worker(
                new AdmissionWorker(
                        settings,
                        journals,
                        new Admission(doorkeeper, new OurMails(id -> journals.call(j -> j.find(id))), journals::spool),
                        state,
                        meters),
                gate,
                () -> WarmUp.admission(correspondents, replays));
        intake = new ImapIntake(
                settings, journals, passwords, sessions, gate, state, meters, costs, admission::wake, clock);
        sender = new ReplyWorker(
                settings,
                journals,
                smtp,
                intake::lookIntoSent,
                state,
                meters,
                intake::wakeIfConnected,
                clock,
                System::nanoTime);
        secondSender = sender.beside(secondSmtp);
        replies = List.of(new Worker(sender, gate), new Worker(sender, gate), new Worker(secondSender, gate));
        composing = new Worker(
                new Composing(settings, journals, new ReplyComposer(key::get), this::wakeReplies),
                gate,
                WarmUp::composing);
        ThreadFactory replying = Threads.named("mail-" + account + "-replies");
        List<Thread> all = new ArrayList<>(List.of(
                Threads.named("mail-" + account + "-admission").newThread(Sessions.withLibrary(admission)),
                Threads.named("mail-" + account + "-composing").newThread(Sessions.withLibrary(composing))));
        replies.forEach(each -> all.add(replying.newThread(Sessions.withLibrary(each))));
        helpers = List.copyOf(all);
    }

    /** Works until {@link #leave}; the calling thread is the intake's. */
    void work() {
        helpers.forEach(Thread::start);
        intake.run();
    }

    List<Thread> helpers() {
        return helpers;
    }

    ImapIntake intake() {
        return intake;
    }

    /** @throws MailUnavailable when somebody else tries the account out just now */
    List<Trial> test(Duration wait) {
        ImapSettings now = settings.get();
        AccountTrial mine = new AccountTrial(now, sessions, passwords());
        synchronized (trying) {
            if (trial != null) {
                throw new MailUnavailable("the account is being tried out already");
            }
            trial = mine;
        }
        try {
            return mine.run(Threads.named("mail-" + now.account() + "-test"), wait);
        } finally {
            synchronized (trying) {
                trial = null;
            }
        }
    }

    private Passwords passwords() {
        return new Passwords(secrets, Path.of(settings.get().stateFolder()));
    }

    private void endTrial() {
        synchronized (trying) {
            if (trial != null) {
                trial.abort();
            }
        }
    }

    SenderDecisions decisions() {
        return decisions;
    }

    void wakeAll() {
        intake.wake();
        admission.wake();
        composing.wake();
        wakeReplies();
    }

    private void wakeReplies() {
        replies.forEach(Worker::wake);
    }

    /** An item has reached a stage. */
    void staged(Stage stage) {
        switch (stage) {
            case INGESTED -> admission.wake();
            case ADMITTED -> {
                sender.expect();
                wakeReplies();
            }
            case ANSWERED -> composing.wake();
            case READY, SENDING -> wakeReplies();
            case SENT -> intake.wakeIfConnected();
            default -> {
                // others work on it
            }
        }
    }

    void leave() {
        endTrial();
        intake.leave();
        admission.leave();
        composing.leave();
        sender.leave();
        secondSender.leave();
        replies.forEach(Worker::leave);
    }

    /** Cuts the lines under whatever is going on. */
    void abort() {
        intake.abort();
        smtp.abort();
        secondSmtp.abort();
    }

    /** After the threads have ended. */
    void close() {
        sessions.close();
    }
}
