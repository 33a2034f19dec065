package org.dharmic.agent.core;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.agent.Agent;
import org.dharmic.agent.AgentStatus;
import org.dharmic.agent.Answer;
import org.dharmic.agent.core.asking.Enclosures;
import org.dharmic.agent.core.command.Commands;
import org.dharmic.agent.core.command.Pause;
import org.dharmic.agent.core.command.PauseCommands;
import org.dharmic.agent.core.memory.EventApplier;
import org.dharmic.agent.core.neighbour.Neighbours;
import org.dharmic.agent.core.neighbour.Rank;
import org.dharmic.agent.core.prompt.ContextGathering;
import org.dharmic.agent.core.prompt.PromptAssembler;
import org.dharmic.agent.core.thinking.Budget;
import org.dharmic.agent.core.thinking.Roster;
import org.dharmic.agent.core.thinking.Thinkers;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalTopics;
import org.dharmic.journal.Stage;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.telos.Telos;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultIndex;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent as a component: wires the parts together, starts their threads and ends them. */
@Component(
        service = {Agent.class, HealthCheck.class},
        immediate = true,
        configurationPid = AgentCore.PID,
        property = {HealthCheck.NAME + "=agent.core", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = AgentConfig.class)
public final class AgentCore implements Agent, HealthCheck, EventHandler {

    static final String PID = "org.dharmic.agent.core";

    private static final Logger LOG = LoggerFactory.getLogger(AgentCore.class);

    private static final Map<String, Object> TOPIC = Map.of(EventConstants.EVENT_TOPIC, JournalTopics.STAGED);
    private static final String FAILURES = "agent_failures_total";
    private static final String BUDGET = "budget.json";
    private static final String PAUSE = "pause.json";
    private static final Duration REGULARLY = Duration.ofSeconds(1);
    /** At the end of the drain: for those whose executor was just cancelled to notice it. A quarter of a short drain. */
    private static final Duration TO_NOTICE = Duration.ofMillis(500);
    /** Executors that come and go this shortly before are being exchanged, which is no reason to worry anybody. */
    private static final Duration EXCHANGE = Duration.ofSeconds(5);
    /** The threads need a moment to end in any case. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private final AtomicReference<AgentSettings> settings;
    private final Function<String, Path> folders;
    private final Budget budget;
    private final Pause pause;
    private final Neighbours neighbours = new Neighbours();
    private final Meters meters = new Meters();
    private final Gate gate = new Gate("agent.core");
    private final Roster roster;
    private final Thinkers thinkers;
    private final ContextGathering gathering = new ContextGathering(meters);
    private final EventApplier applier = new EventApplier(neighbours, meters);
    private final Conversation conversation;
    private final MailWork work;
    private final Looker mails;
    private final Looker events;
    private final Questions questions;
    private final AgentHealth health;
    private Runnable unsubscribe = () -> {};

    @Activate
    public AgentCore(AgentConfig config, BundleContext context) {
        this(
                AgentSettings.from(config),
                configured -> DataFolder.resolve(context, configured, "agent"),
                Clock.systemDefaultZone(),
                Thinkers.RETURN);
        // A service of the component is handed out under the component's lock, which a changing set holds as well.
        unsubscribe = context.registerService(EventHandler.class, this, FrameworkUtil.asDictionary(TOPIC))::unregister;
    }

    /**
     * @param folders the folder that a configured one means
     * @param beginning how long executors may be on their way at a start
     */
    AgentCore(AgentSettings settings, Function<String, Path> folders, Clock clock, Duration beginning) {
        this.settings = new AtomicReference<>(settings);
        this.folders = folders;
        this.budget = new Budget(file(settings, BUDGET), clock);
        this.pause = new Pause(file(settings, PAUSE), clock);
        this.roster = new Roster(Thinkers.RETURN, beginning);
        this.thinkers = new Thinkers(roster, budget);
        Enclosures enclosures = new Enclosures(neighbours);
        PauseCommands pauses =
                new PauseCommands(pause, () -> this.settings.get().paused(), this::hintBoth);
        Commands commands = new Commands(neighbours, enclosures, pauses, this::status, this::receipt);
        this.conversation = new Conversation(
                this.settings::get, commands, gathering, new PromptAssembler(), enclosures, thinkers, meters, clock);
        this.questions = new Questions(conversation, applier, gate, meters, clock);
        this.health = new AgentHealth(clock);
        this.mails = new Looker(
                Threads.named("agent-look"), REGULARLY, this::takeUp, () -> meters.count(FAILURES, "what", "look"));
        this.events = new Looker(
                Threads.named("agent-learn"),
                REGULARLY,
                () -> applier.applyAllDue(gate),
                () -> meters.count(FAILURES, "what", "event"));
        Setbacks setbacks =
                new Setbacks(this.settings::get, neighbours, applier, new Notices(neighbours, meters), meters, clock);
        this.work = new MailWork(
                this.settings::get, neighbours, conversation, setbacks, this::isPaused, gate, meters, this::hintBoth);
        meters.gauge("agent_busy", work::busy);
        mails.start();
        events.start();
        LOG.info("Agent is active: {}", settings);
    }

    private Path file(AgentSettings settings, String name) {
        return folders.apply(settings.folder()).resolve(name);
    }

    private boolean isPaused() {
        return settings.get().paused() || pause.told().isPresent();
    }

    @Modified
    void modified(AgentConfig config) {
        modified(AgentSettings.from(config));
    }

    void modified(AgentSettings after) {
        AgentSettings before = settings.getAndSet(after);
        if (!after.folder().equals(before.folder())) {
            budget.moveTo(file(after, BUDGET));
            pause.moveTo(file(after, PAUSE));
        }
        if (!after.equals(before)) {
            LOG.info("Agent goes on: {}", after);
        }
        mails.hint();
    }

    @Deactivate
    void deactivate() {
        long start = System.nanoTime();
        Duration drain = settings.get().drain();
        Duration limit = drain.compareTo(LEAST) > 0 ? drain : LEAST;
        Duration toNotice = limit.compareTo(TO_NOTICE.multipliedBy(4)) > 0 ? TO_NOTICE : limit.dividedBy(4);
        Deadline end = Deadline.in(limit);
        int inHand = work.busy();
        unsubscribe.run();
        mails.stop();
        events.stop();
        applier.stop();
        boolean drained = false;
        boolean ended = false;
        int handedBack = 0;
        try {
            drained = gate.drain(limit.minus(toNotice));
            leave();
            ended = work.awaitEnd(end.left())
                    & questions.awaitEnd(end.left())
                    & mails.awaitEnd(end.left())
                    & events.awaitEnd(end.left());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
            gathering.close();
            handedBack = inHand > 0 || hasJournal() ? work.handBack() : 0;
            meters.close();
        }
        if (!ended) {
            LOG.warn("A call to another room has not returned after {} ms; its result is dropped", limit.toMillis());
        }
        LOG.info(
                "Agent left: {} in hand, {}, {} handed back, {} ms",
                inHand,
                drained ? "drained" : "not all finished",
                handedBack,
                (System.nanoTime() - start) / 1_000_000);
    }

    /** Ends all waiting: for executors, for rooms, for further work. */
    private void leave() {
        thinkers.cancel();
        neighbours.leave();
        work.close();
        questions.close();
    }

    private void takeUp() {
        if (hasJournal()) {
            work.takeUp();
        }
    }

    /** Without one there is nothing to wait for: its arrival is a hint to look. */
    private boolean hasJournal() {
        return neighbours.journal().now().isPresent();
    }

    private void hintBoth() {
        mails.hint();
        events.hint();
    }

    @Override
    public void handleEvent(Event event) {
        Object stage = event.getProperty(JournalTopics.STAGE);
        if (Stage.ADMITTED.name().equals(stage)) {
            mails.hint();
        } else if (Stage.ANSWERED.name().equals(stage)) {
            events.hint();
        }
    }

    // ---- the contract

    @Override
    public CompletionStage<Answer> ask(Inquiry inquiry) {
        return questions.ask(inquiry);
    }

    private Optional<Receipt> receipt(Inquiry inquiry) {
        return questions.receipt(inquiry);
    }

    @Override
    public AgentStatus status() {
        AgentSettings now = settings.get();
        List<AgentStatus.ExecutorLine> executors = roster.ordered().stream()
                .map(each -> {
                    ExecutorHealth health = thinkers.health(each);
                    return new AgentStatus.ExecutorLine(
                            each.name(), each.rank().ranking(), health.usable(), health.reason());
                })
                .toList();
        return new AgentStatus(isPaused(), Math.min(work.busy(), now.concurrency()), now.concurrency(), executors);
    }

    @Override
    public Result execute() {
        return health.judge(
                status(),
                pause.told().map(PauseCommands::words),
                thinkers.leftAlone(),
                hasJournal(),
                roster.hasChangedWithin(EXCHANGE));
    }

    // ---- those it works with

    @Reference(policy = DYNAMIC, cardinality = MULTIPLE)
    void bindExecutor(Executor executor, Map<String, Object> properties) {
        roster.arrived(executor, Rank.of(properties));
        mails.hint();
    }

    /** What is changed by configuration counts from the next answer on. */
    void updatedExecutor(Executor executor, Map<String, Object> properties) {
        roster.changed(executor, Rank.of(properties));
        mails.hint();
    }

    void unbindExecutor(Executor executor) {
        roster.left(executor);
    }

    @Reference(policy = DYNAMIC, cardinality = MULTIPLE)
    void bindContextContributor(ContextContributor contributor, Map<String, Object> properties) {
        gathering.arrived(contributor, Rank.of(properties));
    }

    void updatedContextContributor(ContextContributor contributor, Map<String, Object> properties) {
        gathering.ranked(contributor, Rank.of(properties));
    }

    void unbindContextContributor(ContextContributor contributor) {
        gathering.left(contributor);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindJournal(Journal arrived) {
        neighbours.journal().arrived(arrived);
        hintBoth();
    }

    void unbindJournal(Journal left) {
        neighbours.journal().left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindStrangeMemory(StrangeMemory arrived) {
        neighbours.strangeMemory().arrived(arrived);
        events.hint();
    }

    void unbindStrangeMemory(StrangeMemory left) {
        neighbours.strangeMemory().left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindDeepMemory(DeepMemory arrived) {
        neighbours.deepMemory().arrived(arrived);
        events.hint();
    }

    void unbindDeepMemory(DeepMemory left) {
        neighbours.deepMemory().left(left);
    }

    @Reference(policy = DYNAMIC, cardinality = MULTIPLE)
    void bindVaultIndex(VaultIndex arrived, Map<String, Object> properties) {
        neighbours.vaultIndex().arrived(arrived, properties);
    }

    void updatedVaultIndex(VaultIndex changed, Map<String, Object> properties) {
        neighbours.vaultIndex().arrived(changed, properties);
    }

    void unbindVaultIndex(VaultIndex left) {
        neighbours.vaultIndex().left(left);
    }

    @Reference(policy = DYNAMIC, cardinality = MULTIPLE)
    void bindVault(Vault arrived, Map<String, Object> properties) {
        neighbours.vault().arrived(arrived, properties);
    }

    void updatedVault(Vault changed, Map<String, Object> properties) {
        neighbours.vault().arrived(changed, properties);
    }

    void unbindVault(Vault left) {
        neighbours.vault().left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindTelos(Telos arrived) {
        neighbours.telos().arrived(arrived);
    }

    void unbindTelos(Telos left) {
        neighbours.telos().left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }
}
