package org.dharmic.heartbeat.core;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.dharmic.heartbeat.AlertSink;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.heartbeat.Practice;
import org.dharmic.support.Available;
import org.dharmic.support.Gate;
import org.dharmic.support.Threads;
import org.dharmic.support.meters.Meters;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats. Everything that takes time runs on {@code heartbeat-beat-1}, practices on {@code heartbeat-practice-1}; the
 * activation starts the two and returns.
 */
@Component(
        immediate = true,
        configurationPid = HeartbeatCore.PID,
        service = {Heartbeat.class, HealthCheck.class},
        property = {HealthCheck.NAME + "=heartbeat.core", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = HeartbeatConfig.class)
public final class HeartbeatCore implements Heartbeat, HealthCheck, Readiness.Listener {

    static final String PID = "org.dharmic.heartbeat.core";

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatCore.class);
    /** For the one who runs the checks: at a start on a crowded machine it comes after the first beat has begun. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofSeconds(20);
    /** A change is looked at when the exchange that made it is over, and a storm of them once. */
    private static final Duration AFTER_CHANGE = Duration.ofSeconds(15);

    private static final Duration NOW_LIMIT = Duration.ofSeconds(10);
    /** For the status file, whatever the drain is. */
    private static final Duration TO_WRITE = Duration.ofMillis(500);

    private static final int MAX_PRACTICES = 100;

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final ScrInventory inventory;
    private final Path folder;
    private final Clock clock = Clock.systemDefaultZone();
    private final Gate gate = new Gate("heartbeat.core");
    private final Meters meters = new Meters();
    private final Available<HealthCheckExecutor> executor = new Available<>(HealthCheckExecutor.class);
    private final Alarm alarm = new Alarm(meters);
    private final Timer timer = new Timer(gate, meters);
    private final ThreadPoolExecutor practiceWorker = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_PRACTICES), Threads.named("heartbeat-practice"));
    private final Practices practices;
    private final Maintenance maintenance = new Maintenance();
    private final Pulse pulse;
    private final AtomicBoolean beatPending = new AtomicBoolean();
    private final Readiness readiness;

    private volatile HeartbeatSettings settings;
    private volatile String statusTrouble = "";

    // Owned by the beat thread.
    private StatusFile status;
    private StatusFile.State state = StatusFile.State.starting;
    private boolean beatsBegun;

    private ScheduledFuture<?> beating;
    private ScheduledFuture<?> maintaining;

    @Activate
    public HeartbeatCore(BundleContext context, HeartbeatConfig config, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
        settings = HeartbeatSettings.from(config);
        folder = DataFolder.root(context);
        inventory = new ScrInventory(context);
        pulse = new Pulse(
                () -> FelixChecks.look(executor, WAIT),
                this::components,
                () -> settings.grace(),
                clock,
                System::nanoTime);
        practices = new Practices(
                () -> new Timetable(folder.resolve("heartbeat").resolve("practices.tsv")),
                practiceWorker,
                clock,
                (name, good, nanos) -> {
                    meters.count("heartbeat_practices_total", "practice", name, "outcome", good ? "done" : "failed");
                    meters.time("heartbeat_practice_seconds", Duration.ofNanos(nanos), "practice", name);
                });
        readiness = new Readiness(
                context, inventory::allRunning, this::components, timer, () -> settings.readyWithin(), this);
        timer.execute(this::begin);
    }

    private Components.Report components() {
        return Components.judge(inventory.take(runtime));
    }

    private int count(Beat.Status status) {
        return pulse.last()
                .map(beat -> (int) beat.checks().stream()
                        .filter(check -> check.status() == status)
                        .count())
                .orElse(0);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindExecutor(HealthCheckExecutor arrived) {
        executor.arrived(arrived);
    }

    void unbindExecutor(HealthCheckExecutor left) {
        executor.left(left);
    }

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    void bindMeterRegistry(MeterRegistry arrived) {
        meters.arrived(arrived);
    }

    void unbindMeterRegistry(MeterRegistry left) {
        meters.left(left);
    }

    @Reference(policy = DYNAMIC, cardinality = MULTIPLE)
    void bindPractice(Practice arrived) {
        practices.arrived(arrived);
    }

    void unbindPractice(Practice left) {
        practices.left(left);
    }

    @Reference(policy = DYNAMIC, cardinality = MULTIPLE)
    void bindAlertSink(AlertSink arrived) {
        alarm.arrived(arrived);
    }

    void unbindAlertSink(AlertSink left) {
        alarm.left(left);
    }

    /** The references only tell when a check comes and goes; the executor asks it. */
    @Reference(policy = DYNAMIC, cardinality = MULTIPLE, target = "(hc.tags=" + FelixChecks.TAG + ")")
    void bindCheck(ServiceReference<HealthCheck> arrived) {
        pulse.checkArrived(FelixChecks.name(arrived));
    }

    void unbindCheck(ServiceReference<HealthCheck> left) {
        pulse.checkLeft(FelixChecks.name(left));
    }

    /** Its property {@code service.changecount} says that something changed. */
    @Reference(name = "changes", policy = DYNAMIC, updated = "componentsChanged")
    void bindChanges(ServiceReference<ServiceComponentRuntime> arrived) {
        readiness.look();
    }

    void unbindChanges(ServiceReference<ServiceComponentRuntime> left) {
        // nothing is held
    }

    void componentsChanged(ServiceReference<ServiceComponentRuntime> changed) {
        if (readiness.isReady()) {
            beatAfter(AFTER_CHANGE);
        } else {
            readiness.look();
        }
    }

    private void begin() {
        try {
            status = StatusFile.ofThisProcess(folder.resolve("status.json"), clock);
            if (status.adopt()) {
                state = StatusFile.State.running; // an exchange: those outside see no interruption
                pulse.alerted(status.criticalBefore()); // and the owner gets no second letter about the same
            } else {
                writeStatus();
            }
            meters.gauge("heartbeat_checks_critical", () -> count(Beat.Status.CRITICAL));
            meters.gauge("heartbeat_checks_warn", () -> count(Beat.Status.WARN));
            timer.every(SECOND, TICK, "practices", practices::tick);
            schedule();
            LOG.info("Heartbeat every {} s, {}", settings.interval().toSeconds(), settings);
            readiness.begin();
        } catch (RuntimeException e) {
            LOG.error("The heartbeat cannot begin", e);
        }
    }

    @Override
    public void ready() {
        status.ready();
        state = StatusFile.State.running;
        writeStatus();
        LOG.info(
                "Ready {} ms after the start of the process",
                status.readyAfterMillis().orElse(-1));
        beginBeats();
    }

    /** The beats begin all the same: their checks say what is missing. */
    @Override
    public void late(Duration since, List<String> missing) {
        if (state != StatusFile.State.running) {
            state = StatusFile.State.error;
        }
        LOG.error("Not ready after {} s: {}", since.toSeconds(), missing);
        beginBeats();
    }

    @Override
    public void exchanged() {
        pulse.exchanged();
    }

    private void beginBeats() {
        if (!beatsBegun) {
            beatsBegun = true;
            timer.after(Duration.ZERO, timer.guarded("beat", this::beat));
        }
    }

    private synchronized void schedule() {
        Timer.cancel(beating);
        Timer.cancel(maintaining);
        HeartbeatSettings now = settings;
        beating = timer.every(now.interval(), now.interval(), "beat", this::beat);
        maintaining = now.maintenance().isZero()
                ? null
                : timer.every(now.maintenance(), now.maintenance(), "maintenance", maintenance::run);
    }

    private void beatAfter(Duration wait) {
        if (beatPending.compareAndSet(false, true)) {
            timer.after(wait, () -> {
                beatPending.set(false);
                timer.guarded("beat", this::beat).run();
            });
        }
    }

    private Beat beat() {
        Pulse.Taken taken = pulse.take();
        Beat beat = taken.beat();
        meters.time("heartbeat_beat_seconds", beat.took());
        taken.alerts().forEach(alarm::raise);
        if (beatsBegun) {
            writeStatus();
        }
        if (beat.checks().stream().anyMatch(check -> check.status() == Beat.Status.TEMPORARILY_UNAVAILABLE)) {
            beatAfter(settings.grace().plusSeconds(1)); // by then it is back or trouble
        }
        LOG.debug("Beat {}: {}", beat.status(), beat.checks());
        return beat;
    }

    private void writeStatus() {
        try {
            status.write(state, settings.interval().toSeconds(), pulse.last().orElse(null));
            statusTrouble = "";
        } catch (IOException e) {
            if (statusTrouble.isEmpty()) {
                LOG.warn("status.json cannot be written, those outside see the old one: {}", e.toString());
            }
            statusTrouble = "status.json cannot be written: " + e;
        }
    }

    /** On the beat thread, so that alerts, status file and beats have one order. */
    @Override
    public Beat now() {
        return gate.through(() -> timer.call(this::beat, "the beat", NOW_LIMIT));
    }

    @Override
    public Optional<Beat> last() {
        return gate.through(pulse::last);
    }

    @Override
    public Result execute() {
        if (!gate.enter()) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "leaving");
        }
        try {
            FormattingResultLog log = new FormattingResultLog();
            String trouble = statusTrouble;
            if (!trouble.isEmpty()) {
                log.warn("{}", trouble);
            }
            practices.troubles().forEach(line -> log.warn("{}", line));
            if (alarm.failures() > 0) {
                log.warn("{} alerts could not be passed on since this bundle started", alarm.failures());
            }
            Map<String, String> next = practices.next();
            log.info(
                    "a beat every {} s, {}",
                    settings.interval().toSeconds(),
                    next.isEmpty() ? "no practices" : "practices next at " + next);
            return new Result(log);
        } finally {
            gate.leave();
        }
    }

    @Modified
    void modified(HeartbeatConfig config) {
        HeartbeatSettings before = settings;
        HeartbeatSettings changed = HeartbeatSettings.from(config);
        settings = changed;
        if (!changed.interval().equals(before.interval())
                || !changed.maintenance().equals(before.maintenance())) {
            schedule();
        }
        LOG.info("Heartbeat settings are now {}", changed);
    }

    @Deactivate
    void deactivate() {
        long end = System.nanoTime() + settings.drain().toNanos();
        readiness.end();
        try {
            if (!gate.drain(left(end))) {
                LOG.warn("A beat is still running after {} s", settings.drain().toSeconds());
            }
            practiceWorker.getQueue().clear();
            practiceWorker.shutdown();
            if (!practiceWorker.awaitTermination(left(end).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "A practice is still running after {} s; it ends by itself and is not repeated",
                        settings.drain().toSeconds());
            }
            boolean stopping = context.getBundle(0).getState() == Bundle.STOPPING;
            if (stopping) {
                timer.execute(() -> {
                    if (status != null) {
                        state = StatusFile.State.stopping;
                        writeStatus();
                    }
                });
            }
            timer.close();
            if (!timer.awaitEnd(left(end).plus(TO_WRITE))) {
                LOG.warn(
                        "The heartbeat's thread is still at work after {} s",
                        settings.drain().toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.close();
            practiceWorker.shutdown();
            meters.close();
            LOG.info("Heartbeat stopped");
        }
    }

    private static Duration left(long endNanos) {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }
}
