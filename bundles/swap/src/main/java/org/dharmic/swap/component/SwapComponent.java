package org.dharmic.swap.component;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.support.Threads;
import org.dharmic.support.settings.Range;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Plan;
import org.dharmic.swap.Request;
import org.dharmic.swap.Swaps;
import org.dharmic.swap.engine.Container;
import org.dharmic.swap.engine.Engine;
import org.dharmic.swap.engine.Running;
import org.dharmic.swap.engine.SwapSettings;
import org.dharmic.swap.osgi.FelixContainer;
import org.dharmic.swap.osgi.Filters;
import org.dharmic.swap.osgi.ScrConditions;
import org.dharmic.swap.sources.LocalSources;
import org.dharmic.swap.sources.Sources;
import org.dharmic.swap.sources.UnknownSource;
import org.dharmic.swap.trust.Trust;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the exchange of bundles, what finds their jars, and a look at whether what runs is what the list says. */
@Component(
        immediate = true,
        configurationPid = SwapComponent.PID,
        service = {Swaps.class, Sources.class, HealthCheck.class},
        property = {HealthCheck.NAME + "=swap", HealthCheck.TAGS + "=dharmic"})
@Designate(ocd = SwapConfig.class)
public final class SwapComponent implements Swaps, Sources, HealthCheck {

    static final String PID = "org.dharmic.swap";

    private static final Logger LOG = LoggerFactory.getLogger(SwapComponent.class);
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final Layout layout;
    private final ScrConditions conditions;
    private final Container container;
    private final Engine engine;
    private final Sources sources;
    private final AtomicReference<SwapSettings> settings;

    @Activate
    public SwapComponent(
            BundleContext context,
            SwapConfig config,
            @Reference ServiceComponentRuntime runtime,
            @Reference Trust trust) {
        settings = new AtomicReference<>(settings(config));
        layout = new Layout(folder(context, "karaf.home"), folder(context, "dharmic.base", "karaf.base"));
        Filters filters = new Filters();
        conditions = new ScrConditions(context, runtime);
        container = new FelixContainer(context, filters, conditions, Optional.of(layout.cache()));
        engine = new Engine(
                container, filters, layout, trust, this::awaitStart, settings::get, Clock.systemUTC(), threads());
        sources = LocalSources.of(layout);
        LOG.info("Bundles are exchanged for the instance {}, {}", layout.base(), settings.get());
    }

    private static Path folder(BundleContext context, String... properties) {
        return Stream.of(properties)
                .map(context::getProperty)
                .filter(Objects::nonNull)
                .findFirst()
                .map(Path::of)
                .orElseThrow(() -> new IllegalStateException(
                        "none of the framework properties " + String.join(", ", properties) + " is set"));
    }

    private static SwapSettings settings(SwapConfig config) {
        Range range = new Range(PID);
        return new SwapSettings(
                Duration.ofSeconds(range.within("verify.seconds", config.verify_seconds(), 1, 60)),
                range.within("history.kept", config.history_kept(), 1, 1000),
                range.within("versions.kept", config.versions_kept(), 1, 100));
    }

    /**
     * Threads that a bundle makes when it is started inherit the context class loader: as at the start of the container it is
     * that of the launcher, and so none of a bundle, which would be kept alive by it.
     */
    private static ThreadFactory threads() {
        ThreadFactory named = Threads.named("swap-exchange");
        return task -> {
            Thread thread = named.newThread(task);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            return thread;
        };
    }

    /** The launcher writes this file when it has vouched for the bundle cache, and deletes it before each start. */
    private boolean awaitStart(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!Files.exists(layout.boot())) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return true;
    }

    @Modified
    void modified(SwapConfig config) {
        settings.set(settings(config));
    }

    @Deactivate
    void deactivate() {
        long begin = System.nanoTime();
        engine.close();
        conditions.close();
        LOG.info(
                "No more exchanges, after {} ms",
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    @Override
    public Plan plan(Request request) {
        return engine.plan(request);
    }

    @Override
    public Outcome carryOut(Request request) {
        return engine.carryOut(request);
    }

    @Override
    public Outcome rollback(String symbolicName, boolean keepConfiguration, String origin) {
        return engine.rollback(symbolicName, keepConfiguration, origin);
    }

    @Override
    public List<HistoryEntry> history(int limit) {
        return engine.history(limit);
    }

    @Override
    public Overview overview() {
        return engine.overview();
    }

    /** The symbolic name of a running bundle means the jar that it runs from. */
    @Override
    public List<Path> resolve(String argument, Path folder) throws UnknownSource {
        Optional<Path> running = container.bundles().stream()
                .filter(bundle -> bundle.symbolicName().equals(argument))
                .findFirst()
                .map(Running::id)
                .flatMap(container::jar);
        return running.isPresent() ? List.of(running.get()) : sources.resolve(argument, folder);
    }

    @Override
    public boolean isFeature(String argument, Path folder) {
        return sources.isFeature(argument, folder);
    }

    @Override
    public Result execute() {
        return SwapHealth.of(engine.overview(), engine.latest());
    }
}
