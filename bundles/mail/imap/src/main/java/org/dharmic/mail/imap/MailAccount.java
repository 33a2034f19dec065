package org.dharmic.mail.imap;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.Trial;
import org.dharmic.mail.imap.admission.SenderDecisions;
import org.dharmic.mail.imap.connection.Costs;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account at work: six threads and what they share. Knows no OSGi.
 *
 * <p>Starting it costs a thread and no more: the first thing the intake's thread does is to make the {@link Crew}.
 */
final class MailAccount {

    private static final Logger LOG = LoggerFactory.getLogger(MailAccount.class);
    /** For threads whose line was cut; they only have to notice. */
    private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

    /** Longer than it takes to make a crew, which is milliseconds. */
    private static final Duration START = Duration.ofSeconds(5);

    private final Supplier<ImapSettings> settings;
    private final Available<SecretResolver> secrets;
    private final Clock clock;
    private final Gate gate;
    private final ChannelState state;
    private final Meters meters;
    private final Costs costs = new Costs(System::nanoTime);
    private final Journals journals;
    /** Cancelled when the account is stopped before its crew was made. */
    private final CompletableFuture<Crew> crew = new CompletableFuture<>();

    private final Thread intake;

    MailAccount(
            Supplier<ImapSettings> settings,
            Available<Journal> journal,
            Available<SecretResolver> secrets,
            Meters meters,
            Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.meters = meters;
        this.clock = clock;
        String account = settings.get().account();
        gate = new Gate("mail.imap " + account);
        state = new ChannelState(clock);
        journals = new Journals(journal);
        intake = Threads.named("mail-" + account + "-intake").newThread(Sessions.withLibrary(this::work));
    }

    void start() {
        String account = settings.get().account();
        meters.gauge("mail_state_ordinal", () -> state.intake().state().ordinal(), "account", account);
        meters.gauge("mail_connects_per_hour", () -> costs.connects().lastHour(), "account", account);
        meters.gauge("mail_handshakes_per_hour", () -> costs.handshakes().lastHour(), "account", account);
        intake.start();
    }

    private void work() {
        LOG.info(
                "Mail account {} is active {}",
                settings.get().account(),
                settings.get().summary());
        Crew made;
        try {
            made = new Crew(settings, journals, secrets, gate, state, meters, costs, clock);
        } catch (RuntimeException | LinkageError e) { // the component is active: its state has to tell
            state.intake(ChannelStatus.State.DISCONNECTED, "cannot start: " + e);
            LOG.error("Mail account {} cannot start", settings.get().account(), e);
            crew.completeExceptionally(e);
            return;
        }
        if (crew.complete(made)) {
            made.work();
        } else {
            made.close();
        }
    }

    private Optional<Crew> crew() {
        return crew.isDone() && !crew.isCompletedExceptionally() ? Optional.of(crew.join()) : Optional.empty();
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
        return withCrew(wait, (working, left) -> working.intake().poll(left));
    }

    ConnectionFigures connections() {
        return new ConnectionFigures(
                costs.connects().total(),
                costs.connects().lastHour(),
                costs.handshakes().total(),
                costs.handshakes().lastHour(),
                costs.coldLooks().median(),
                costs.warmLooks().median(),
                state.ambiguous());
    }

    Backlog backlog(int limit, Duration wait) {
        if (limit < 0 || limit > 1000) {
            throw new IllegalArgumentException("limit must be 0 to 1000, was " + limit);
        }
        return withCrew(wait, (working, left) -> working.intake().backlog(limit, left));
    }

    int takeBacklog(Set<Long> uids, Duration wait) {
        return withCrew(wait, (working, left) -> working.intake().takeBacklog(uids, left));
    }

    List<Trial> test(Duration wait) {
        return withCrew(wait, Crew::test);
    }

    /** @param call gets what is left of the wait */
    private <R> R withCrew(Duration wait, BiFunction<Crew, Duration, R> call) {
        return gate.through(() -> {
            long start = System.nanoTime();
            return call.apply(started(wait), wait.minusNanos(System.nanoTime() - start));
        });
    }

    /** Decides about senders, or looks what was decided. */
    <R> R decide(Function<SenderDecisions, R> what) {
        return gate.through(() -> what.apply(started(START).decisions()));
    }

    private Crew started(Duration wait) {
        try {
            return crew.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new MailUnavailable(
                    "the account has not started: " + state.intake().reason(), e);
        } catch (CancellationException e) {
            throw new MailUnavailable("the mail channel is leaving; ask the service again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailUnavailable("interrupted while waiting for the account", e);
        }
    }

    /** Something may have become possible: another configuration, a journal that came back. */
    void wakeAll() {
        crew().ifPresent(Crew::wakeAll);
    }

    /** An item has reached a stage. */
    void staged(Stage stage) {
        crew().ifPresent(each -> each.staged(stage));
    }

    /** Leaves within about {@code limit}: what does not end by then has its line cut. Nothing stays behind. */
    void stop(Duration limit) {
        long start = System.nanoTime();
        crew.cancel(false); // without effect once there is one
        Optional<Crew> working = crew();
        working.ifPresent(Crew::leave);
        boolean drained = false;
        try {
            drained = gate.drain(limit) && joined(limit.minusNanos(System.nanoTime() - start));
            if (!drained) {
                working.ifPresent(Crew::abort);
                if (!joined(AFTER_ABORT)) {
                    LOG.warn(
                            "A thread of mail account {} does not end",
                            settings.get().account());
                }
            }
        } catch (InterruptedException e) {
            working.ifPresent(Crew::abort);
            Thread.currentThread().interrupt();
        } finally {
            working.ifPresent(Crew::close);
            int returned = journals.releaseAll(settings.get().worker());
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
        List<Thread> threads = new ArrayList<>();
        threads.add(intake); // starts the others, so that they are not waited for before they run
        crew().ifPresent(working -> threads.addAll(working.helpers()));
        boolean all = true;
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            all &= !thread.isAlive();
        }
        return all;
    }
}
