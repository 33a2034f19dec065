package org.dharmic.itests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import org.dharmic.itests.support.Frameworks;
import org.dharmic.itests.support.Revisions;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.LogService;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.util.function.Function;
import org.osgi.util.promise.Promise;
import org.slf4j.Logger;

/**
 * A framework in this JVM with Declarative Services, ConfigurationAdmin, EventAdmin and Metatype, into which a test
 * installs the bundles it needs from {@code target/bundles}. Data and bundle cache lie in a folder of the test.
 *
 * <p>Contracts named by {@link Plan#sharing} are exported by the system bundle from the test's class path, so that test
 * and bundles speak of the same types; their own bundles are then not installed.
 */
final class FelixRun implements AutoCloseable {

    private static final Path BUNDLES = Path.of(System.getProperty("bundles.folder", "target/bundles"));
    private static final List<String> BASE = List.of(
            "org.apache.felix.configadmin",
            "org.apache.felix.metatype",
            "org.apache.felix.eventadmin",
            "org.apache.felix.scr");
    private static final List<Class<?>> BASE_SHARED = List.of(
            Logger.class,
            ServiceComponentRuntime.class,
            ConfigurationAdmin.class,
            EventAdmin.class,
            MetaTypeService.class,
            LogService.class,
            Promise.class,
            Function.class);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final Framework framework;

    private FelixRun(Framework framework) {
        this.framework = framework;
    }

    /** Begins to describe a run whose files all lie below the given folder. */
    static Plan in(Path folder) {
        return new Plan(folder);
    }

    /** What a run consists of. */
    static final class Plan {
        private final Path folder;
        private final Set<String> jars = new LinkedHashSet<>(BASE);
        private final Set<Class<?>> shared = new LinkedHashSet<>(BASE_SHARED);

        private Plan(Path folder) {
            this.folder = folder;
        }

        /** Bundles by the names of their jars without version, in the order of their start. */
        Plan with(String... names) {
            jars.addAll(Arrays.asList(names));
            return this;
        }

        /** Every bundle that holds a contract. */
        Plan withAllContracts() {
            return with(names(name -> name.endsWith("-api")));
        }

        /** The contracts, or other libraries, that hold these types come from the test's class path. */
        Plan sharing(Class<?>... types) {
            shared.addAll(Arrays.asList(types));
            return this;
        }

        /** Starts the framework and all bundles. */
        FelixRun start() throws BundleException, IOException {
            Set<String> sharedNames = new LinkedHashSet<>();
            StringJoiner exports = new StringJoiner(",");
            for (Class<?> type : shared) {
                Attributes manifest = Frameworks.manifestOf(Frameworks.jarOf(type));
                sharedNames.add(symbolicName(manifest));
                exports.add(manifest.getValue(Constants.EXPORT_PACKAGE));
            }
            Framework framework = Frameworks.in(folder, exports.toString());
            FelixRun run = new FelixRun(framework);
            ClassLoader before = hideTestClassPath();
            try {
                framework.start();
                run.install(jars, sharedNames);
            } catch (BundleException | IOException | RuntimeException | AssertionError e) {
                run.close();
                throw e;
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
            return run;
        }
    }

    /**
     * Threads of bundles inherit the context class loader. In Karaf it holds no libraries of ours, so here it must not
     * either: a ServiceLoader would find a second copy.
     */
    private static ClassLoader hideTestClassPath() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return before;
    }

    private void install(Collection<String> jars, Set<String> sharedNames) throws BundleException, IOException {
        List<Bundle> installed = new ArrayList<>();
        for (String name : jars) {
            Path jar = jar(name);
            if (!sharedNames.contains(symbolicName(Frameworks.manifestOf(jar)))) {
                try (InputStream bytes = Files.newInputStream(jar)) {
                    installed.add(context().installBundle(location(name), bytes));
                }
            }
        }
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    /** As on a start list, whatever the jar's version: the swap finds a bundle's line by it. */
    static String location(String name) {
        return "mvn:test/" + name + "/0";
    }

    /** Names of the jars in {@code target/bundles} that a test may install. */
    static String[] names(Predicate<String> wanted) {
        try (Stream<Path> files = Files.list(BUNDLES)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.jar$", ""))
                    .filter(wanted)
                    .sorted()
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new AssertionError(BUNDLES + " holds no bundles: run `mvn verify`", e);
        }
    }

    static Path jar(String name) {
        Path jar = BUNDLES.resolve(name + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError("There is no " + jar + ": is it among the dependencies in pom.xml?");
        }
        return jar;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle bundle(String symbolicName) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(symbolicName + " is not installed"));
    }

    // ---- services

    /** The current service; waits for one. Looked up afresh each time: after a swap the one before is gone. */
    <S> S service(Class<S> type, Duration wait) {
        return type.cast(service(type.getName(), wait));
    }

    /** As {@link #service(Class, Duration)}, for a type that only bundles know. */
    Object service(String type, Duration wait) {
        // The one that was seen: a second look may come when it has just left.
        AtomicReference<Object> found = new AtomicReference<>();
        awaitTrue(
                () -> {
                    current(type).ifPresent(found::set);
                    return found.get() != null;
                },
                wait,
                type);
        return found.get();
    }

    /** All services of a type that can be had now. */
    <S> List<S> services(Class<S> type) {
        return references(type).stream()
                .map(reference -> type.cast(context().getService(reference)))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The references of all services of a type. */
    List<ServiceReference<?>> references(Class<?> type) {
        try {
            ServiceReference<?>[] references = context().getAllServiceReferences(type.getName(), null);
            return references == null ? List.of() : List.of(references);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    /** After a failed activation the reference is there and the service is null: then it is not present. */
    private Optional<Object> current(String type) {
        try {
            // Not getServiceReference: the system bundle imports no packages, so it would see few of them as its own.
            ServiceReference<?>[] references = context().getAllServiceReferences(type, null);
            return references == null
                    ? Optional.empty()
                    : Arrays.stream(references).max(Comparator.naturalOrder()).map(reference -> context()
                            .getService(reference));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    /** Waits for a condition; when it does not come, the message holds what Declarative Services know about why. */
    void awaitTrue(BooleanSupplier condition, Duration wait, String what) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(what + " did not come within " + wait.toMillis() + " ms\n" + whatIsMissing());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Bundles that are not active and components that wait or failed, with their reasons; empty when all is well. */
    List<String> unsatisfied() {
        List<String> lines = new ArrayList<>();
        for (Bundle bundle : context().getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
                lines.add("bundle " + bundle.getSymbolicName() + " is in state " + bundle.getState());
            }
        }
        lines.addAll(new Unsatisfied(service(ServiceComponentRuntime.class, Duration.ofSeconds(5))).lines());
        return lines;
    }

    private String whatIsMissing() {
        List<String> lines = unsatisfied();
        return lines.isEmpty() ? "No component waits for anything." : String.join("\n", lines);
    }

    // ---- configuration

    /** Sets a configuration; {@code pid~name} is one of a factory. */
    void configure(String pid, Map<String, ?> values) throws IOException {
        Frameworks.configure(service(ConfigurationAdmin.class, Duration.ofSeconds(5)), pid, values);
    }

    // ---- swaps

    /** Updates a bundle in place with its own jar under a higher version, as an upgrade does. Returns the version. */
    String upgrade(String symbolicName, String jarName, int round) throws BundleException, IOException {
        String version = "0.1.0.r" + round;
        update(symbolicName, Revisions.newer(jar(jarName), version));
        return version;
    }

    /** Updates a bundle in place. */
    void update(String symbolicName, byte[] jar) throws BundleException {
        ClassLoader before = hideTestClassPath();
        try {
            bundle(symbolicName).update(new ByteArrayInputStream(jar));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** What tells that a bundle was touched: its revision and when it was last changed. */
    record Footprint(BundleRevision revision, long lastModified) {}

    /** The footprints of all bundles but the named ones. */
    Map<String, Footprint> footprintsWithout(Collection<String> symbolicNames) {
        Map<String, Footprint> footprints = new TreeMap<>();
        for (Bundle bundle : context().getBundles()) {
            if (!symbolicNames.contains(bundle.getSymbolicName())) {
                footprints.put(
                        bundle.getSymbolicName(),
                        new Footprint(bundle.adapt(BundleRevision.class), bundle.getLastModified()));
            }
        }
        return footprints;
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOPPING.toMillis());
        } catch (BundleException e) {
            throw new IllegalStateException("the framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- jars

    private static String symbolicName(Attributes manifest) {
        String name = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        return name == null ? "" : name.split(";", 2)[0].strip();
    }
}
