package org.dharmic.itests.support.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.dharmic.itests.support.Frameworks;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.LogService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;

/** Rooms of a distribution in a framework in this process, without Karaf around them. */
final class Rooms {

    /** Contracts that this process speaks as well: they are on its class path, and the framework exports them. */
    static final List<String> CONTRACTS = List.of("context-api", "executor-api", "journal-api", "mail-api");

    /** What Karaf's own bundles export otherwise, and what this process speaks to configure them. */
    static final List<Class<?>> OUTSIDE = List.of(Logger.class, LogService.class, ConfigurationAdmin.class);

    private static final long PATIENCE_MILLIS = 20_000;
    private static final long LEAVING_MILLIS = 30_000;

    private final Framework framework;
    private final Shipped shipped;
    private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new HashMap<>();

    private Rooms(Framework framework, Shipped shipped) {
        this.framework = framework;
        this.shipped = shipped;
    }

    /** Starts the framework with every library and contract, and no room yet. */
    static Rooms open(Path home, Path folder) throws IOException, BundleException {
        Shipped shipped = Shipped.in(home);
        StringJoiner exports = new StringJoiner(",");
        for (String contract : CONTRACTS) {
            exports.add(exported(shipped.jar(contract)));
        }
        for (Class<?> type : OUTSIDE) {
            exports.add(exported(Frameworks.jarOf(type)));
        }
        Framework framework = Frameworks.in(folder, exports.toString());
        framework.start();
        Rooms rooms = new Rooms(framework, shipped);
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : shipped.libraries(Set.copyOf(CONTRACTS))) {
            installed.add(rooms.install(jar));
        }
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
        return rooms;
    }

    private static String exported(Path jar) throws IOException {
        return Frameworks.manifestOf(jar).getValue(Constants.EXPORT_PACKAGE);
    }

    /** By reference: the jar is read where it lies and never copied. */
    private Bundle install(Path jar) throws BundleException {
        return context().installBundle("reference:" + jar.toUri());
    }

    void start(String artifact) throws BundleException, IOException {
        install(shipped.jar(artifact)).start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** The current service of a type; waits for one. It is held on to: some are made anew for whoever asks first. */
    <S> S service(Class<S> type) throws InterruptedException {
        ServiceTracker<?, ?> tracker = trackers.computeIfAbsent(type, key -> {
            ServiceTracker<S, S> made = new ServiceTracker<>(context(), type, null);
            made.open();
            return made;
        });
        Object service = tracker.waitForService(PATIENCE_MILLIS);
        if (service == null) {
            throw new IllegalStateException("no " + type.getName() + " within " + PATIENCE_MILLIS + " ms");
        }
        return type.cast(service);
    }

    void configure(String pid, Map<String, String> values) throws IOException, InterruptedException {
        Frameworks.configure(service(ConfigurationAdmin.class), pid, values);
    }

    void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(LEAVING_MILLIS);
    }
}
