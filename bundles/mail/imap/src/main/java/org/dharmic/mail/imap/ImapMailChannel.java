package org.dharmic.mail.imap;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalTopics;
import org.dharmic.journal.Stage;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.MailChannel;
import org.dharmic.mail.ReplyToken;
import org.dharmic.mail.Tier;
import org.dharmic.mail.Trial;
import org.dharmic.mail.imap.admission.SenderDecisions;
import org.dharmic.mail.imap.settings.ImapConfig;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.state.Health;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of one account; {@link MailAccount} does the work.
 *
 * <p>It registers its services itself: their {@code account} property may come from the name of the configuration's file,
 * and DS publishes nothing but the configuration's own keys.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = ImapMailChannel.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ImapConfig.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = {
            "objectClass:List<String>=\"org.dharmic.mail.MailChannel,org.apache.felix.hc.api.HealthCheck\"",
            "uses:=\"org.dharmic.mail,org.apache.felix.hc.api\""
        })
public final class ImapMailChannel implements MailChannel, HealthCheck, EventHandler {

    static final String PID = "org.dharmic.mail.imap";

    private static final Logger LOG = LoggerFactory.getLogger(ImapMailChannel.class);

    private final Available<Journal> journal = new Available<>(Journal.class);
    private final Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
    private final BundleContext context;
    private final AtomicReference<ImapSettings> settings;
    /** Changes place with its successor when the account gets another name or another folder. */
    private volatile MailAccount mail;
    /** Those of the account, with its name in their tags; guarded by this, as is the registry. */
    private Meters meters = new Meters();

    private MeterRegistry registry;
    private ServiceRegistration<?> registration;

    @Activate
    public ImapMailChannel(BundleContext context, ImapConfig config, Map<String, Object> properties) {
        this.context = context;
        settings = new AtomicReference<>(settings(config, properties));
        mail = account(meters);
    }

    private MailAccount account(Meters meters) {
        return new MailAccount(settings::get, journal, secrets, meters, Clock.systemUTC());
    }

    private ImapSettings settings(ImapConfig config, Map<String, ?> properties) {
        return ImapSettings.from(config, properties)
                .withStateFolder(DataFolder.resolve(context, config.state_folder(), "mail")
                        .toString());
    }

    @Activate
    void activate() {
        mail.start();
        boolean registered = false;
        try {
            registration = context.registerService(
                    new String[] {MailChannel.class.getName(), HealthCheck.class.getName(), EventHandler.class.getName()
                    },
                    this,
                    properties());
            registered = true;
        } finally {
            if (!registered) {
                mail.stop(Duration.ZERO); // DS does not deactivate what failed to activate
            }
        }
    }

    private Dictionary<String, Object> properties() {
        Dictionary<String, Object> properties = new Hashtable<>();
        String account = settings.get().account();
        properties.put(ACCOUNT, account);
        properties.put(HealthCheck.NAME, "mail.imap " + account);
        properties.put(HealthCheck.TAGS, new String[] {"dharmic"});
        properties.put(EventConstants.EVENT_TOPIC, new String[] {JournalTopics.STAGED});
        return properties;
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindJournal(Journal arrived) {
        journal.arrived(arrived);
        mail.wakeAll();
    }

    void unbindJournal(Journal left) {
        journal.left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindSecrets(SecretResolver arrived) {
        secrets.arrived(arrived);
    }

    void unbindSecrets(SecretResolver left) {
        secrets.left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    synchronized void bindRegistry(MeterRegistry arrived) {
        registry = arrived;
        meters.arrived(arrived);
    }

    synchronized void unbindRegistry(MeterRegistry left) {
        registry = registry == left ? null : registry;
        meters.left(left);
    }

    /** The threads see the new settings at their next step; a connection is made anew only when its own ones changed. */
    @Modified
    void modified(ImapConfig config, Map<String, Object> properties) {
        ImapSettings before = settings.get();
        ImapSettings after = settings(config, properties);
        if (!after.account().equals(before.account()) || !after.stateFolder().equals(before.stateFolder())) {
            takeOver(before, after);
            return;
        }
        if (!after.equals(before)) {
            settings.set(after);
            mail.wakeAll();
            LOG.info("Mail account {} goes on {}", after.account(), after.summary());
        }
    }

    /** The account leaves as in an exchange of the bundle, and another one begins: never two at the same mailbox. */
    private void takeOver(ImapSettings before, ImapSettings after) {
        mail.stop(before.drain());
        settings.set(after);
        Meters fresh = new Meters();
        synchronized (this) {
            meters.close();
            meters = fresh;
            if (registry != null) {
                fresh.arrived(registry);
            }
        }
        MailAccount successor = account(fresh);
        mail = successor;
        successor.start();
        registration.setProperties(properties());
        LOG.info("Mail account {} goes on as {} {}", before.account(), after.account(), after.summary());
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
        mail.stop(settings.get().drain());
        synchronized (this) {
            meters.close();
        }
    }

    @Override
    public String account() {
        return settings.get().account();
    }

    @Override
    public ChannelStatus status() {
        return mail.status();
    }

    @Override
    public int poll(Duration wait) {
        return mail.poll(wait);
    }

    @Override
    public void handleEvent(Event event) {
        Object stage = event.getProperty(JournalTopics.STAGE);
        Arrays.stream(Stage.values())
                .filter(each -> each.name().equals(String.valueOf(stage)))
                .forEach(mail::staged);
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Health.describe(mail.state(), mail.connections(), mail.hasJournal(), settings.get(), log);
        return new Result(log);
    }

    @Override
    public ConnectionFigures connections() {
        return mail.connections();
    }

    @Override
    public Backlog backlog(int limit, Duration wait) {
        return mail.backlog(limit, wait);
    }

    @Override
    public int takeBacklog(Set<Long> uids, Duration wait) {
        return mail.takeBacklog(uids, wait);
    }

    @Override
    public List<Correspondent> correspondents() {
        return mail.decide(SenderDecisions::correspondents);
    }

    @Override
    public Correspondent allow(String address, Tier tier, String scope) {
        return mail.decide(decisions -> decisions.allow(address, tier, scope));
    }

    @Override
    public Correspondent deny(String address) {
        return mail.decide(decisions -> decisions.deny(address));
    }

    @Override
    public ReplyToken token(String address) {
        return mail.decide(decisions -> decisions.token(address));
    }

    @Override
    public List<Trial> test(Duration wait) {
        return mail.test(wait);
    }
}
