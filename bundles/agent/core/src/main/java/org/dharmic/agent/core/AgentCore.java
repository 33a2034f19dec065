package org.dharmic.agent.core;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.agent.Agent;
import org.dharmic.agent.AgentStatus;
import org.dharmic.agent.Answer;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Receipt;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalTopics;
import org.dharmic.journal.MemoryEvent;
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
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The agent as a component: wires the parts together, starts their threads and ends them. */
@Component(
        service = {Agent.class, HealthCheck.class, EventHandler.class},
        immediate = true,
        configurationPid = AgentCore.PID,
        property = {
            EventConstants.EVENT_TOPIC + "=" + JournalTopics.STAGED,
            HealthCheck.NAME + "=agent.core",
            HealthCheck.TAGS + "=dharmic"
        })
@Designate(ocd = AgentConfig.class)
public final class AgentCore implements Agent, HealthCheck, EventHandler {

    static final String PID = "org.dharmic.agent.core";

    private static final Logger LOG = LoggerFactory.getLogger(AgentCore.class);

    private static final Duration REGULARLY = Duration.ofSeconds(1);
    /** At the end of the drain: for those whose executor was just cancelled to notice it. A quarter of a short drain. */
    private static final Duration TO_NOTICE = Duration.ofMillis(500);
    /** Even without a drain the threads need a moment to end. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private static final int CONSOLE_QUESTIONS = 4;
    private static final int RECENT_THREADS = 100;

    private final AtomicReference<AgentSettings> settings;
    private final Clock clock;
    private final Neighbours neighbours = new Neighbours();
    private final Meters meters = new Meters();
    private final Gate gate = new Gate("agent.core");
    private final Thinkers thinkers;
    private final ContextGathering gathering = new ContextGathering(meters);
    private final EventApplier applier = new EventApplier(neighbours, meters);
    private final Conversation conversation;
    private final MailWork work;
    private final Looker mails;
    private final Looker events;
    private final ThreadPoolExecutor questions = new ThreadPoolExecutor(
            0, CONSOLE_QUESTIONS, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("agent-question"));
    /** Receipts of answers at the console by thread, the oldest goes first; guarded by itself. */
    private final Map<String, Receipt> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Receipt> eldest) {
            return size() > RECENT_THREADS;
        }
    };

    private final AtomicBoolean learningFails = new AtomicBoolean();
    private final AtomicReference<State> state;

    private record State(Result.Status status, String reason, Instant since) {}

    @Activate
    public AgentCore(AgentConfig config, BundleContext context) {
        this(
                AgentSettings.from(config),
                DataFolder.resolve(context, config.folder(), "agent"),
                Clock.systemDefaultZone());
    }

    AgentCore(AgentSettings settings, Path folder, Clock clock) {
        this.settings = new AtomicReference<>(settings);
        this.clock = clock;
        this.state = new AtomicReference<>(new State(Result.Status.OK, "", clock.instant()));
        this.thinkers = new Thinkers(new Budget(folder.resolve("budget.json"), clock));
        Commands commands = new Commands(neighbours, this::status, this::recent);
        this.conversation = new Conversation(
                this.settings::get, commands, gathering, new PromptAssembler(), thinkers, meters, clock);
        this.mails = new Looker(
                Threads.named("agent-look"),
                REGULARLY,
                this::takeUp,
                () -> meters.count("agent_failures_total", "what", "look"));
        this.events = new Looker(
                Threads.named("agent-learn"),
                REGULARLY,
                this::learn,
                () -> meters.count("agent_failures_total", "what", "event"));
        this.work = new MailWork(this.settings::get, neighbours, conversation, applier, gate, meters, this::hintBoth);
        meters.gauge("agent_busy", work::busy);
        mails.start();
        events.start();
        LOG.info("Agent is active: {}", settings);
    }

    @Modified
    void modified(AgentConfig config) {
        settings.set(AgentSettings.from(config));
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
                    & questions.awaitTermination(end.left().toMillis(), TimeUnit.MILLISECONDS)
                    & mails.awaitEnd(end.left())
                    & events.awaitEnd(end.left());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
            gathering.close();
            handedBack = inHand > 0 || hasJournal() ? handBack() : 0;
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
        questions.shutdown();
    }

    private int handBack() {
        try {
            return work.handBack();
        } catch (RuntimeException e) {
            LOG.warn("Leases could not be handed back, they run out by themselves: {}", e.getMessage());
            return 0;
        }
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

    private void learn() {
        while (hasJournal() && gate.enter()) {
            try {
                if (!applier.applyDue()) {
                    return;
                }
            } finally {
                gate.leave();
            }
        }
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
        if (!gate.enter()) {
            throw new Gate.Leaving("agent.core");
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            questions.execute(() -> {
                MDC.put("item", inquiry.id());
                try {
                    answer.complete(answer(inquiry));
                } catch (RuntimeException | LinkageError | StackOverflowError e) {
                    answer.completeExceptionally(e);
                } finally {
                    MDC.remove("item");
                    gate.leave();
                }
            });
        } catch (RejectedExecutionException e) {
            gate.leave();
            answer.completeExceptionally(new IllegalStateException(
                    CONSOLE_QUESTIONS + " questions are being answered already; ask again when one is done"));
        }
        return answer;
    }

    /** Who asks directly sits at the console and owns the machine. */
    private Answer answer(Inquiry inquiry) {
        Asking asking = new Asking(inquiry, Asking.Tier.ADMIN, "");
        Conversation.Ending ending = conversation.converse(asking);
        if (ending instanceof Conversation.Ending.Answered answered) {
            if (!answered.receipt().executor().equals(Commands.NAME)) {
                synchronized (recent) {
                    recent.put(inquiry.thread(), answered.receipt());
                }
            }
            learnNow(inquiry, answered.events());
            return new Answer(answered.markdown(), answered.receipt());
        }
        String why = ending instanceof Conversation.Ending.NotNow notNow
                ? "No executor has an answer at the moment: " + notNow.why()
                : "No executor will answer this: " + ((Conversation.Ending.Never) ending).why();
        meters.count("agent_failures_total", "what", "executor");
        learnNow(inquiry, Learning.fromFailure(asking, why));
        throw new IllegalStateException(why);
    }

    private void learnNow(Inquiry inquiry, List<MemoryEvent> learned) {
        try {
            applier.apply(inquiry.id() + "/", learned, clock.instant());
            learningFails.set(false);
        } catch (RuntimeException e) {
            meters.count("agent_failures_total", "what", "event");
            if (learningFails.compareAndSet(false, true)) {
                LOG.warn("The memories do not learn from questions at the console: {}", e.getMessage());
            }
        }
    }

    private Optional<Receipt> recent(Inquiry inquiry) {
        synchronized (recent) {
            return inquiry.channel().equals("mail")
                    ? Optional.empty()
                    : Optional.ofNullable(recent.get(inquiry.thread()));
        }
    }

    @Override
    public AgentStatus status() {
        AgentSettings now = settings.get();
        List<AgentStatus.ExecutorLine> executors = thinkers.ordered().stream()
                .map(each -> {
                    ExecutorHealth health = thinkers.health(each);
                    return new AgentStatus.ExecutorLine(each.name(), each.ranking(), health.usable(), health.reason());
                })
                .toList();
        return new AgentStatus(now.paused(), work.busy(), now.concurrency(), executors);
    }

    @Override
    public Result execute() {
        AgentStatus now = status();
        Result.Status status;
        String reason;
        if (now.executors().stream().noneMatch(AgentStatus.ExecutorLine::usable)) {
            status = Result.Status.CRITICAL;
            reason = "no executor can be used, mails wait in the journal";
        } else if (!hasJournal()) {
            status = Result.Status.TEMPORARILY_UNAVAILABLE;
            reason = "the journal is temporarily unavailable";
        } else if (now.paused()) {
            status = Result.Status.WARN;
            reason = "paused, mails wait in the journal";
        } else {
            status = Result.Status.OK;
            reason = "at work";
        }
        State current = state.updateAndGet(
                before -> before.status() == status && before.reason().equals(reason)
                        ? before
                        : new State(status, reason, clock.instant()));
        FormattingResultLog log = new FormattingResultLog();
        switch (status) {
            case OK ->
                log.info("{}, {} of {} in hand, since {}", reason, now.busy(), now.concurrency(), current.since());
            case WARN -> log.warn("{}, since {}", reason, current.since());
            case TEMPORARILY_UNAVAILABLE -> log.temporarilyUnavailable("{}, since {}", reason, current.since());
            default -> log.critical("{}, since {}", reason, current.since());
        }
        return new Result(log);
    }

    // ---- those it works with

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void bindExecutor(Executor executor, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        long id = properties.get(Constants.SERVICE_ID) instanceof Long number ? number : 0;
        thinkers.arrived(executor, ranking, id);
        mails.hint();
    }

    void unbindExecutor(Executor executor) {
        thinkers.left(executor);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void bindContextContributor(ContextContributor contributor) {
        gathering.arrived(contributor);
    }

    void unbindContextContributor(ContextContributor contributor) {
        gathering.left(contributor);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindJournal(Journal arrived) {
        neighbours.journal().arrived(arrived);
        hintBoth();
    }

    void unbindJournal(Journal left) {
        neighbours.journal().left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindStrangeMemory(StrangeMemory arrived) {
        neighbours.strangeMemory().arrived(arrived);
        events.hint();
    }

    void unbindStrangeMemory(StrangeMemory left) {
        neighbours.strangeMemory().left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindDeepMemory(DeepMemory arrived) {
        neighbours.deepMemory().arrived(arrived);
        events.hint();
    }

    void unbindDeepMemory(DeepMemory left) {
        neighbours.deepMemory().left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindVaultIndex(VaultIndex arrived) {
        neighbours.vaultIndex().arrived(arrived);
    }

    void unbindVaultIndex(VaultIndex left) {
        neighbours.vaultIndex().left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindVault(Vault arrived) {
        neighbours.vault().arrived(arrived);
    }

    void unbindVault(Vault left) {
        neighbours.vault().left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindTelos(Telos arrived) {
        neighbours.telos().arrived(arrived);
    }

    void unbindTelos(Telos left) {
        neighbours.telos().left(left);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }
}
