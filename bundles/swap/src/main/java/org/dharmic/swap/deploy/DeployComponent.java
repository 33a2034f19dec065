package org.dharmic.swap.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.support.Threads;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.swap.Swaps;
import org.dharmic.swap.trust.Trust;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into {@code deploy/} again and again, on one thread of its own, from when the container is up. */
@Component(
        service = {DeployStates.class, HealthCheck.class},
        immediate = true,
        configurationPid = DeployComponent.PID,
        property = {HealthCheck.NAME + "=swap.deploy", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = DeployConfig.class)
public final class DeployComponent implements DeployStates, HealthCheck {

    static final String PID = "org.dharmic.swap.deploy";

    private static final Logger LOG = LoggerFactory.getLogger(DeployComponent.class);

    private final BundleContext context;
    private final Swaps swaps;
    private final Trust trust;
    private final Layout layout;
    private final Path data;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean leaving;
    private volatile DeploySettings settings;
    /** Null until the container is up. */
    private volatile DeployFolder folder;

    private volatile String failure = "";

    @Activate
    public DeployComponent(BundleContext context, @Reference Swaps swaps, @Reference Trust trust, DeployConfig config) {
        this.context = context;
        this.swaps = swaps;
        this.trust = trust;
        layout = new Layout(folder("karaf.home"), folder("dharmic.base"));
        data = DataFolder.root(context);
        settings = DeploySettings.from(config);
        thread = Threads.named("swap-deploy").newThread(this::run);
        thread.start();
        LOG.info("Watching {}: {}", layout.base().resolve("deploy"), settings);
    }

    private Path folder(String property) {
        String folder = context.getProperty(property);
        if (folder == null || folder.isBlank()) {
            throw new IllegalStateException(property + " is not set: where is the deploy folder?");
        }
        return Path.of(folder);
    }

    @Modified
    void modified(DeployConfig config) {
        DeploySettings next = DeploySettings.from(config);
        if (!next.equals(settings)) {
            settings = next;
            wake(false);
            LOG.info("Watching {}: {}", layout.base().resolve("deploy"), next);
        }
    }

    @Deactivate
    void deactivate() {
        wake(true);
        long begun = System.nanoTime();
        Duration drain = settings.drain();
        // An exchange of this very bundle is carried out by that thread: it cannot wait for itself.
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Math.max(1, drain.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (thread.isAlive() && Thread.currentThread() != thread) {
            LOG.warn(
                    "The exchange in hand was not over within {} s; the deploy folder ends with it", drain.toSeconds());
        }
        LOG.info("The deploy folder is left after {} ms", (System.nanoTime() - begun) / 1_000_000);
    }

    private void wake(boolean leave) {
        lock.lock();
        try {
            leaving |= leave;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- the thread

    private void run() {
        while (rest()) {
            try {
                if (folder == null && isUp()) {
                    folder = open();
                }
                if (folder != null) {
                    folder.scan();
                }
                failure = "";
            } catch (IOException | RuntimeException e) {
                // The next look may go well; the log is told once of each.
                if (!e.toString().equals(failure)) {
                    failure = e.toString();
                    LOG.warn("The deploy folder cannot be looked at", e);
                }
            }
        }
    }

    /** @return false when it is time to end */
    private boolean rest() {
        lock.lock();
        try {
            long nanos = settings.poll().toNanos();
            while (!leaving && nanos > 0) {
                nanos = changed.awaitNanos(Math.min(nanos, settings.poll().toNanos()));
            }
            return !leaving;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The launcher writes its report last; before that it may still be judging whether the bundle cache is whole. */
    private boolean isUp() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.ACTIVE
                && Files.exists(layout.boot());
    }

    private DeployFolder open() throws IOException {
        return new DeployFolder(
                layout.base().resolve("deploy"),
                Ledger.open(data.resolve("swap").resolve("deploy.json")),
                swaps,
                new InstanceSurroundings(context, layout, trust),
                System::nanoTime,
                Clock.systemUTC(),
                () -> settings.settle());
    }

    // ---- what others ask

    @Override
    public List<FileState> states() {
        DeployFolder now = folder;
        return now == null ? List.of() : now.states();
    }

    @Override
    public List<String> problems() {
        DeployFolder now = folder;
        if (!failure.isEmpty()) {
            return List.of(failure);
        }
        return now == null ? List.of("the container is not up yet") : now.problems();
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (folder == null && failure.isEmpty()) {
            log.info("waits until the container is up");
            return new Result(log);
        }
        problems().forEach(problem -> log.warn("nothing is acted upon: {}", problem));
        List<FileState> states = states();
        for (FileState state : states) {
            if (state.state().isTrouble()) {
                log.warn("deploy/{} {}; since {}", state.file(), String.join("; ", state.reasons()), state.since());
            }
        }
        log.info("{} files in {}", states.size(), layout.base().resolve("deploy"));
        return new Result(log);
    }
}
