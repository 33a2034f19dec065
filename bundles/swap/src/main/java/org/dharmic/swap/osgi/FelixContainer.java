package org.dharmic.swap.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.dharmic.swap.engine.Condition;
import org.dharmic.swap.engine.Container;
import org.dharmic.swap.engine.Dependent;
import org.dharmic.swap.engine.Running;
import org.dharmic.swap.engine.StepFailed;
import org.dharmic.swap.jar.Matching;
import org.dharmic.swap.jar.Requirement;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The framework that this bundle runs in. */
public final class FelixContainer implements Container {

    private static final Logger LOG = LoggerFactory.getLogger(FelixContainer.class);

    /** Rooms drain for at most 60 s, as far as their configurations allow. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(75);

    /** A room is active within milliseconds; this is for one that never will be. */
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final BundleContext context;
    private final Matching matching;
    private final Conditions conditions;
    private final Optional<Path> cache;
    private final Duration startLimit;
    private final Patience patience = new Patience();

    /**
     * @param context of this bundle
     * @param cache the framework's bundle cache, to find jars that came from nowhere else
     */
    public FelixContainer(BundleContext context, Matching matching, Conditions conditions, Optional<Path> cache) {
        this(context, matching, conditions, cache, START_LIMIT);
    }

    /** @param startLimit after which a bundle that is still starting counts as failed */
    public FelixContainer(
            BundleContext context,
            Matching matching,
            Conditions conditions,
            Optional<Path> cache,
            Duration startLimit) {
        this.startLimit = startLimit;
        this.context = context;
        this.matching = matching;
        this.conditions = conditions;
        this.cache = cache;
    }

    /** Looks how a bundle's parts are doing. */
    public interface Conditions {
        Condition of(Bundle bundle, boolean active, Duration limit);
    }

    // ---- questions

    @Override
    public List<Running> bundles() {
        List<Running> bundles = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getBundleId() != 0 && bundle.getSymbolicName() != null) {
                bundles.add(new Running(
                        bundle.getBundleId(),
                        bundle.getSymbolicName(),
                        bundle.getVersion(),
                        bundle.getLocation(),
                        bundle.adapt(BundleStartLevel.class).getStartLevel(),
                        state(bundle),
                        isActive(bundle),
                        isFragment(bundle),
                        bundle.getLastModified()));
            }
        }
        return bundles;
    }

    private static boolean isActive(Bundle bundle) {
        return bundle.getState() == Bundle.ACTIVE
                || bundle.getState() == Bundle.STARTING
                        && bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "uninstalled";
        };
    }

    @Override
    public long self() {
        return context.getBundle().getBundleId();
    }

    @Override
    public boolean provides(Requirement requirement, Set<Long> without) {
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            boolean resolved = (bundle.getState() & (Bundle.INSTALLED | Bundle.UNINSTALLED)) == 0;
            if (revision != null && resolved && !without.contains(bundle.getBundleId())) {
                for (BundleCapability capability : revision.getDeclaredCapabilities(requirement.namespace())) {
                    if (requirement.filter().isEmpty()
                            || matching.matches(requirement.filter(), capability.getAttributes())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public boolean serves(Requirement requirement, Set<Long> without) {
        try {
            // All of them: what this bundle is wired to does not decide for others.
            ServiceReference<?>[] services = context.getAllServiceReferences(null, null);
            return services != null
                    && Arrays.stream(services)
                            .filter(service -> service.getBundle() != null
                                    && !without.contains(service.getBundle().getBundleId()))
                            .anyMatch(service -> requirement.filter().isEmpty()
                                    || matching.matches(requirement.filter(), properties(service)));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    private static Map<String, Object> properties(ServiceReference<?> service) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : service.getPropertyKeys()) {
            properties.put(key, service.getProperty(key));
        }
        return properties;
    }

    @Override
    public Set<Long> closure(Collection<Long> ids) {
        Set<Long> closure = new HashSet<>(ids);
        framework().getDependencyClosure(bundles(ids)).forEach(bundle -> closure.add(bundle.getBundleId()));
        closure.remove(0L);
        return closure;
    }

    private FrameworkWiring framework() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    private List<Bundle> bundles(Collection<Long> ids) {
        return ids.stream().map(context::getBundle).filter(Objects::nonNull).toList();
    }

    @Override
    public List<Dependent> dependents(long id) {
        List<Dependent> dependents = new ArrayList<>();
        BundleWiring wiring = bundle(id).adapt(BundleWiring.class);
        if (wiring != null) {
            for (BundleWire wire : wiring.getProvidedWires(null)) {
                Bundle user = wire.getRequirer().getBundle();
                if (user.getBundleId() != id) {
                    dependents.add(new Dependent(
                            user.getBundleId(), user.getSymbolicName(), requirement(wire.getRequirement())));
                }
            }
        }
        return dependents;
    }

    private static Requirement requirement(BundleRequirement wired) {
        Map<String, String> directives = wired.getDirectives();
        String filter = directives.getOrDefault(Constants.FILTER_DIRECTIVE, "");
        return new Requirement(
                wired.getNamespace(),
                filter,
                Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE)),
                filter.isEmpty() ? wired.getNamespace() : filter);
    }

    @Override
    public Condition condition(long id, Duration limit) {
        Bundle bundle = bundle(id);
        return conditions.of(bundle, isActive(bundle), limit);
    }

    /** Felix keeps {@code bundle<id>/version<generation>.<revision>/bundle.jar}; the newest is the one that runs. */
    @Override
    public Optional<Path> jar(long id) {
        Path folder = cache.map(root -> root.resolve("bundle" + id)).orElse(Path.of(""));
        if (cache.isEmpty() || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.map(version -> version.resolve("bundle.jar"))
                    .filter(Files::isRegularFile)
                    .max((one, other) -> Long.compare(
                            one.toFile().lastModified(), other.toFile().lastModified()));
        } catch (IOException e) {
            return Optional.empty(); // as if there were none; the plan then says that nothing could be put back
        }
    }

    private Bundle bundle(long id) {
        Bundle bundle = context.getBundle(id);
        if (bundle == null) {
            throw new IllegalStateException("bundle " + id + " is gone; somebody else uninstalled it meanwhile");
        }
        return bundle;
    }

    // ---- deeds

    @Override
    public void stop(long id) throws StepFailed {
        Bundle bundle = bundle(id);
        long start = System.nanoTime();
        try {
            // Never interrupted: it may be closing an index or a database.
            patience.within(STOP_LIMIT, false, () -> bundle.stop(Bundle.STOP_TRANSIENT));
        } catch (BundleException | TimeoutException e) {
            if (bundle.getState() == Bundle.ACTIVE || e instanceof TimeoutException) {
                throw failed(bundle, "did not stop", e);
            }
            // Its activator complained while it stopped; it has stopped.
        }
        took("stop", bundle, start);
    }

    /** A pause is the sum of these. */
    private static void took(String what, Bundle bundle, long start) {
        LOG.debug("{} of {} took {} us", what, bundle, (System.nanoTime() - start) / 1_000);
    }

    @Override
    public void update(long id, Path jar) throws StepFailed {
        Bundle bundle = bundle(id);
        long start = System.nanoTime();
        try (InputStream content = Files.newInputStream(jar)) {
            bundle.update(content);
        } catch (BundleException | IOException e) {
            throw failed(bundle, "did not take " + jar.getFileName(), e);
        }
        took("update", bundle, start);
    }

    @Override
    public void start(long id) throws StepFailed {
        Bundle bundle = bundle(id);
        if (isFragment(bundle)) {
            return;
        }
        long start = System.nanoTime();
        try {
            // Lasting, like the launcher's: the next start from the cache starts it too.
            patience.within(startLimit, true, () -> bundle.start(Bundle.START_ACTIVATION_POLICY));
        } catch (BundleException | TimeoutException e) {
            throw failed(bundle, "did not start", e);
        }
        took("start", bundle, start);
    }

    @Override
    public long install(String location, Path jar, int level) throws StepFailed {
        try (InputStream content = Files.newInputStream(jar)) {
            Bundle bundle = context.installBundle(location, content);
            bundle.adapt(BundleStartLevel.class).setStartLevel(level);
            return bundle.getBundleId();
        } catch (BundleException | IOException e) {
            throw new StepFailed(location + " could not be installed: " + e.getMessage(), e);
        }
    }

    @Override
    public void uninstall(long id) throws StepFailed {
        Bundle bundle = bundle(id);
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw failed(bundle, "could not be uninstalled", e);
        }
    }

    @Override
    public void refresh(Collection<Long> ids, Duration limit) throws StepFailed {
        // An uninstalled bundle is no longer found by its id; what it left waits to be removed.
        Collection<Bundle> pending = new HashSet<>(framework().getRemovalPendingBundles());
        pending.addAll(bundles(ids));
        CountDownLatch done = new CountDownLatch(1);
        framework().refreshBundles(pending, event -> done.countDown());
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StepFailed("the framework has not rewired the bundles within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted while the framework rewired the bundles", e);
        }
    }

    @Override
    public Pause watch(Set<Long> ids) {
        return new ServicePause(context, ids);
    }

    private static StepFailed failed(Bundle bundle, String what, Exception cause) {
        String why = Objects.toString(cause.getMessage(), cause.toString()).replaceAll("\\s+", " ");
        return new StepFailed(
                String.format(Locale.ROOT, "%s %s %s: %s", bundle.getSymbolicName(), bundle.getVersion(), what, why),
                cause);
    }
}
