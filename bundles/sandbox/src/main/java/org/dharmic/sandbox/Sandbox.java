package org.dharmic.sandbox;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.journal.Journal;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.MailChannel;
import org.dharmic.platform.SecretResolver;
import org.dharmic.platform.SecretUnavailable;
import org.dharmic.support.Available;
import org.dharmic.support.Threads;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.VaultIndex;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loopback mail server and everything its commands need. There is no {@code @Modified}: mailboxes live in memory,
 * so another configuration is another server.
 */
@Component(
        immediate = true,
        service = {Sandbox.class, HealthCheck.class},
        configurationPid = Sandbox.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=sandbox", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = SandboxConfig.class)
public final class Sandbox implements HealthCheck {

    static final String PID = "org.dharmic.sandbox";

    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration UNTIL_RUNNING = Duration.ofSeconds(10);
    private static final Duration UNTIL_READY = Duration.ofSeconds(20);
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final SandboxSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
    private final Available<Journal> journal = new Available<>(Journal.class);
    private final Available<VaultIndex> vault = new Available<>(VaultIndex.class);
    private final List<MailChannel> channels = new CopyOnWriteArrayList<>();
    private final Thread starter;
    private volatile boolean leaving;
    private volatile State state;

    /** What the server is doing, with the server once it runs. */
    private record State(Optional<LoopbackMail> server, Optional<String> failure, Instant since) {}

    @Activate
    public Sandbox(SandboxConfig config) {
        settings = SandboxSettings.from(config);
        state = new State(Optional.empty(), Optional.empty(), clock.instant());
        starter = Threads.named("sandbox-start").newThread(this::start);
    }

    @Activate
    void activate() {
        starter.start();
    }

    @Deactivate
    void deactivate() {
        leaving = true;
        try {
            starter.join(LEAVING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            state.server().ifPresent(LoopbackMail::close);
            state = new State(Optional.empty(), Optional.of("stopped"), clock.instant());
        }
        LOG.info("Sandbox stopped; its mailboxes are gone");
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindSecrets(SecretResolver arrived) {
        secrets.arrived(arrived);
    }

    void unbindSecrets(SecretResolver left) {
        secrets.left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindJournal(Journal arrived) {
        journal.arrived(arrived);
    }

    void unbindJournal(Journal left) {
        journal.left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindVault(VaultIndex arrived) {
        vault.arrived(arrived);
    }

    void unbindVault(VaultIndex left) {
        vault.left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = MULTIPLE)
    void bindChannel(MailChannel arrived) {
        channels.add(arrived);
    }

    void unbindChannel(MailChannel left) {
        channels.remove(left);
    }

    private void start() {
        try {
            Optional<char[]> password = Optional.empty();
            while (password.isEmpty() && !leaving) {
                password = secrets.within(LOOK, resolver -> resolver.resolve(settings.passwordSecret()));
            }
            open(password);
        } catch (SecretUnavailable | IllegalStateException e) {
            state = new State(Optional.empty(), Optional.of(e.getMessage()), clock.instant());
            LOG.error("The sandbox has no mail server until its configuration changes", e);
        }
    }

    private synchronized void open(Optional<char[]> password) {
        if (leaving || password.isEmpty()) {
            return;
        }
        LoopbackMail server = LoopbackMail.start(settings, String.valueOf(password.get()), clock);
        state = new State(Optional.of(server), Optional.empty(), clock.instant());
        LOG.info(
                "Sandbox mail server on 127.0.0.1: smtp.port={} imap.port={} domain={} mailboxes={}",
                server.smtpPort(),
                server.imapPort(),
                settings.domain(),
                settings.users());
    }

    /**
     * The running server; waits for one that is starting.
     *
     * @throws IllegalStateException when it does not run; the message says why
     */
    LoopbackMail server() throws InterruptedException {
        Patience patience = new Patience(UNTIL_RUNNING);
        State seen = state;
        while (seen.server().isEmpty() && seen.failure().isEmpty() && patience.goesOn()) {
            seen = state;
        }
        String why = seen.failure().orElse("it waits for a service that resolves " + settings.passwordSecret());
        return seen.server()
                .orElseThrow(() -> new IllegalStateException("The sandbox mail server does not run: " + why));
    }

    /**
     * Waits until mail to the agent will be taken in, and answers can be found in the whole vault.
     *
     * @throws IllegalStateException when that did not come; the message says what mail account or vault do instead
     */
    void awaitHouse() throws InterruptedException {
        JournalView view = journal();
        Patience patience = new Patience(UNTIL_READY);
        while (!view.isWatching(settings.account())) {
            if (!patience.goesOn()) {
                throw new IllegalStateException("The mail channel of account '" + settings.account()
                        + "' was not ready after " + UNTIL_READY.toSeconds() + " s: " + channelState());
            }
        }
        while (!vault.now().map(VaultIndex::state).map(IndexState::phase).equals(Optional.of(IndexState.Phase.READY))) {
            if (!patience.goesOn()) {
                throw new IllegalStateException("The vault was not ready after " + UNTIL_READY.toSeconds() + " s: "
                        + vault.now()
                                .map(VaultIndex::state)
                                .map(state -> "it is " + state.phase() + ", " + state.message())
                                .orElse("there is no vault"));
            }
        }
    }

    JournalView journal() {
        return new JournalView(journal);
    }

    Clock clock() {
        return clock;
    }

    /** One line about the mail account that reads the agent's mailbox. */
    String channelState() {
        for (MailChannel channel : channels) {
            if (channel.account().equals(settings.account())) {
                ChannelStatus status = channel.status();
                return "it is " + status.state() + " since " + status.since()
                        + (status.reason().isEmpty() ? "" : ", " + status.reason());
            }
        }
        return "there is no such account; etc/org.dharmic.mail.imap-" + settings.account() + ".cfg configures it";
    }

    @Override
    public Result execute() {
        State seen = state;
        FormattingResultLog log = new FormattingResultLog();
        if (seen.server().isPresent()) {
            log.info("mail server on 127.0.0.1, since {}", seen.since());
        } else if (seen.failure().isPresent()) {
            log.critical(
                    "no mail server since {}: {}", seen.since(), seen.failure().get());
        } else {
            log.temporarilyUnavailable("starting since {}", seen.since());
        }
        return new Result(log);
    }
}
