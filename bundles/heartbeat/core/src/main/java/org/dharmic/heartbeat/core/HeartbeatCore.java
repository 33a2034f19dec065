package org.dharmic.heartbeat.core;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.dharmic.heartbeat.Alert;
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
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats. Everything that takes time runs on {@code heartbeat-beat-1}, practices on {@code heartbeat-practice-1}; the
 * activation starts the two and returns.
 *
 * <p>Whether the machine is ready is looked at when a bundle, the start level or the component runtime says that something
 * changed. The component runtime says so up to 5 s late, so a start that is not complete is also looked at without that, at
 * first after 20 ms and then ever more seldom, twice a second at last.
 */
@Component(
        immediate = true,
        configurationPid = HeartbeatCore.PID,
        service = {Heartbeat.class, HealthCheck.class},
        property = {HealthCheck.NAME + "=heartbeat.core", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = HeartbeatConfig.class)
public final class HeartbeatCore implements Heartbeat, HealthCheck {

    static final String PID = "org.dharmic.heartbeat.core";

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatCore.class);
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration LOOK_SOON = Duration.ofMillis(20);
    private static final Duration LOOK_SELDOM = Duration.ofMillis(500);
    private static final Duration COALESCE = Duration.ofMillis(10);
    private static final Duration TICK = Duration.ofSeconds(20);
    /** A change is looked at when the exchange that made it is over, and a storm of them once. */
    private static final Duration AFTER_CHANGE = Duration.ofSeconds(15);

    private static final Duration NOW_LIMIT = Duration.ofSeconds(10);
    private static final int MAX_PRACTICES = 100;

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final ScrInventory inventory;
    private final Path folder;
    private final Clock clock = Clock.systemDefaultZone();
    private final Gate gate = new Gate("heartbeat.core");
    private final Meters meters = new Meters();
    private final Available<HealthCheckExecutor> executor = new Available<>(HealthCheckExecutor.class);
    private final List<AlertSink> sinks = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor beats =
            new ScheduledThreadPoolExecutor(1, Threads.named("heartbeat-beat"));
    private final ThreadPoolExecutor practiceWorker = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_PRACTICES), Threads.named("heartbeat-practice"));
    private final Practices practices;
    private final Maintenance maintenance = new Maintenance();
    private final Pulse pulse;
    private final AtomicBoolean lookPending = new AtomicBoolean();
    private final AtomicBoolean beatPending = new AtomicBoolean();
    private final BundleListener onBundle = this::bundleChanged;
    private final FrameworkListener onFramework = this::frameworkChanged;
    private final long activatedNanos = System.nanoTime();

    private volatile HeartbeatSettings settings;
    private volatile boolean ready;
    private volatile String statusTrouble = "";
    private volatile long sinkFailures;

    // Owned by the beat thread.
    private StatusFile status;
    private StatusFile.State state = StatusFile.State.starting;
    private boolean beatsBegun;
    private Duration lookAgainAfter = LOOK_SOON;
    private ScheduledFuture<?> lookAgain;

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
                () -> Components.judge(inventory.take(runtime)),
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
        beats.setRemoveOnCancelPolicy(true);
        beats.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        beats.execute(this::begin);
    }

    private int count(Beat.Status status) {
        return pulse.last()
                .map(beat -> (int) beat.checks().stream()
                        .filter(check -> check.status() == status)
                        .count())
                .orElse(0);
    }

    // --- references ---

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindExecutor(HealthCheckExecutor arrived) {
        executor.arrived(arrived);
    }

    void unbindExecutor(HealthCheckExecutor left) {
        executor.left(left);
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

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void bindPractice(Practice arrived) {
        practices.arrived(arrived);
    }

    void unbindPractice(Practice left) {
        practices.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void bindAlertSink(AlertSink arrived) {
        sinks.add(arrived);
    }

    void unbindAlertSink(AlertSink left) {
        sinks.removeIf(each -> each == left);
    }

    /** The references only tell when a check comes and goes; the executor asks it. */
    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.MULTIPLE,
            target = "(hc.tags=" + FelixChecks.TAG + ")")
    void bindCheck(ServiceReference<HealthCheck> arrived) {
        pulse.checkArrived(name(arrived));
    }

    void unbindCheck(ServiceReference<HealthCheck> left) {
        pulse.checkLeft(name(left));
    }

    private static String name(ServiceReference<HealthCheck> check) {
        Object name = check.getProperty(HealthCheck.NAME);
        return name == null ? String.valueOf(check.getProperty("component.name")) : name.toString();
    }

    /** Its property {@code service.changecount} says that something changed. */
    @Reference(name = "changes", policy = ReferencePolicy.DYNAMIC, updated = "componentsChanged")
    void bindChanges(ServiceReference<ServiceComponentRuntime> arrived) {
        look();
    }

    void unbindChanges(ServiceReference<ServiceComponentRuntime> left) {
        // nothing is held
    }

    void componentsChanged(ServiceReference<ServiceComponentRuntime> changed) {
        if (ready) {
            beatAfter(AFTER_CHANGE);
        } else {
            look();
        }
    }

    // --- readiness ---

    private void begin() {
        try {
            Instant started =
                    Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
            status = new StatusFile(
                    folder.resolve("status.json"),
                    clock,
                    ProcessHandle.current().pid(),
                    started);
            if (status.adopt()) {
                state = StatusFile.State.running; // an exchange: those outside see no interruption
            } else {
                writeStatus();
            }
            meters.gauge("heartbeat_checks_critical", () -> count(Beat.Status.CRITICAL));
            meters.gauge("heartbeat_checks_warn", () -> count(Beat.Status.WARN));
            context.addBundleListener(onBundle);
            context.addFrameworkListener(onFramework);
            beats.scheduleWithFixedDelay(guarded("practices", practices::tick), 1, TICK.toSeconds(), TimeUnit.SECONDS);
            schedule();
            LOG.info("Heartbeat every {} s, {}", settings.interval().toSeconds(), settings);
            lookNow();
        } catch (RuntimeException e) {
            LOG.error("The heartbeat cannot begin", e);
        }
    }

    private void bundleChanged(BundleEvent event) {
        int type = event.getType();
        if (type == BundleEvent.STARTED || type == BundleEvent.STOPPED || type == BundleEvent.UNINSTALLED) {
            look();
        }
    }

    private void frameworkChanged(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED || event.getType() == FrameworkEvent.STARTED) {
            look();
        }
    }

    private void look() {
        if (!ready && lookPending.compareAndSet(false, true)) {
            submit(
                    () -> {
                        lookAgainAfter = LOOK_SOON;
                        lookNow();
                    },
                    COALESCE);
        }
    }

    private void lookNow() {
        lookPending.set(false);
        if (ready || status == null || gate.isDraining()) {
            return;
        }
        try {
            if (isComplete()) {
                ready = true;
                status.ready();
                state = StatusFile.State.running;
                writeStatus();
                LOG.info(
                        "Ready {} ms after the start of the process",
                        status.readyAfterMillis().orElse(-1));
                beginBeats();
                return;
            }
            giveUpIfLate();
        } catch (RuntimeException e) {
            LOG.debug("A bundle changed under the look; it is made again", e);
        }
        cancel(lookAgain);
        lookAgain = submit(this::lookNow, beatsBegun ? AFTER_CHANGE : lookAgainAfter);
        Duration longer = lookAgainAfter.multipliedBy(2);
        lookAgainAfter = longer.compareTo(LOOK_SELDOM) > 0 ? LOOK_SELDOM : longer;
    }

    private boolean isComplete() {
        return inventory.allRunning()
                && Components.judge(inventory.take(runtime)).ready();
    }

    /** The beats begin all the same: their checks say what is missing. */
    private void giveUpIfLate() {
        Duration since = Duration.ofNanos(System.nanoTime() - activatedNanos);
        if (beatsBegun || since.compareTo(settings.readyWithin()) <= 0) {
            return;
        }
        if (state != StatusFile.State.running) {
            state = StatusFile.State.error;
        }
        LOG.error(
                "Not ready after {} s: {}",
                since.toSeconds(),
                Components.judge(inventory.take(runtime)).findings().stream()
                        .map(Components.Finding::message)
                        .toList());
        beginBeats();
    }

    private void beginBeats() {
        if (!beatsBegun) {
            beatsBegun = true;
            submit(guarded("beat", this::beat), Duration.ZERO);
        }
    }

    // --- beats ---

    private synchronized void schedule() {
        cancel(beating);
        cancel(maintaining);
        maintaining = null;
        HeartbeatSettings now = settings;
        try {
            beating = beats.scheduleAtFixedRate(
                    guarded("beat", this::beat),
                    now.interval().toSeconds(),
                    now.interval().toSeconds(),
                    TimeUnit.SECONDS);
            if (!now.maintenance().isZero()) {
                maintaining = beats.scheduleWithFixedDelay(
                        guarded("maintenance", maintenance::run),
                        now.maintenance().toSeconds(),
                        now.maintenance().toSeconds(),
                        TimeUnit.SECONDS);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("Leaving: nothing is scheduled any more");
        }
    }

    private static void cancel(ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    /** One that throws would end its schedule for good. */
    private Runnable guarded(String what, Runnable task) {
        return () -> {
            if (!gate.enter()) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) {
                meters.count("heartbeat_failures_total", "what", what);
                LOG.warn("{} failed; it is tried again at its next time", what, e);
            } finally {
                gate.leave();
            }
        };
    }

    /** Null when nothing is scheduled any more. */
    private ScheduledFuture<?> submit(Runnable task, Duration after) {
        try {
            return beats.schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Leaving: no further look");
            return null;
        }
    }

    private void beatAfter(Duration wait) {
        if (beatPending.compareAndSet(false, true)) {
            submit(
                    () -> {
                        beatPending.set(false);
                        guarded("beat", this::beat).run();
                    },
                    wait);
        }
    }

    private Beat beat() {
        Pulse.Taken taken = pulse.take();
        Beat beat = taken.beat();
        meters.time("heartbeat_beat_seconds", beat.took());
        taken.alerts().forEach(this::alert);
        if (beatsBegun) {
            writeStatus();
        }
        if (beat.checks().stream().anyMatch(check -> check.status() == Beat.Status.TEMPORARILY_UNAVAILABLE)) {
            beatAfter(settings.grace().plusSeconds(1)); // by then it is back or trouble
        }
        LOG.debug("Beat {}: {}", beat.status(), beat.checks());
        return beat;
    }

    private void alert(Alert alert) {
        LOG.warn("Alert {} {}", alert.status(), alert.message());
        for (AlertSink sink : sinks) {
            try {
                sink.alert(alert);
                meters.count("heartbeat_alerts_total", "outcome", "passed");
            } catch (RuntimeException | LinkageError e) {
                sinkFailures++;
                meters.count("heartbeat_alerts_total", "outcome", "failed");
                LOG.warn("The alert about {} could not be passed on", alert.key(), e);
            }
        }
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

    // --- the services ---

    /** On the beat thread, so that alerts, status file and beats have one order. */
    @Override
    public Beat now() {
        return gate.through(() -> {
            Future<Beat> beat = beats.submit((Callable<Beat>) this::beat);
            try {
                return beat.get(NOW_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a beat", e);
            } catch (TimeoutException e) {
                throw new IllegalStateException("no beat within " + NOW_LIMIT.toSeconds() + " s", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("the beat failed: " + e.getCause(), e.getCause());
            }
        });
    }

    @Override
    public Optional<Beat> last() {
        return gate.through(pulse::last);
    }

    @Override
    public Result execute() {
        return gate.through(() -> {
            FormattingResultLog log = new FormattingResultLog();
            String trouble = statusTrouble;
            if (!trouble.isEmpty()) {
                log.warn("{}", trouble);
            }
            practices.troubles().forEach(line -> log.warn("{}", line));
            if (sinkFailures > 0) {
                log.warn("{} alerts could not be passed on since this bundle started", sinkFailures);
            }
            Map<String, String> next = practices.next();
            log.info(
                    "a beat every {} s, {}",
                    settings.interval().toSeconds(),
                    next.isEmpty() ? "no practices" : "practices next at " + next);
            return new Result(log);
        });
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
        Duration limit = settings.drain();
        context.removeBundleListener(onBundle);
        context.removeFrameworkListener(onFramework);
        try {
            if (!gate.drain(limit)) {
                LOG.warn("A beat is still running after {} s", limit.toSeconds());
            }
            practiceWorker.getQueue().clear();
            practiceWorker.shutdown();
            if (!practiceWorker.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "A practice is still running after {} s; it ends by itself and is not repeated",
                        limit.toSeconds());
            }
            boolean stopping = context.getBundle(0).getState() == Bundle.STOPPING;
            if (stopping) {
                beats.execute(() -> {
                    if (status != null) {
                        state = StatusFile.State.stopping;
                        writeStatus();
                    }
                });
            }
            beats.shutdown();
            if (!beats.awaitTermination(limit.toMillis() + 500, TimeUnit.MILLISECONDS)) {
                LOG.warn("The heartbeat's thread is still at work after {} s", limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            beats.shutdown();
            practiceWorker.shutdown();
            meters.close();
            LOG.info("Heartbeat stopped");
        }
    }
}
