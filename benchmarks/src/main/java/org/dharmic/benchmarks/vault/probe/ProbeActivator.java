package org.dharmic.benchmarks.vault.probe;

import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Measures the vault's services from inside the container, as any other bundle there calls them. It takes requests from a
 * folder, and at a start tells how long the vault took to open and to answer.
 */
public final class ProbeActivator implements BundleActivator {

    /** One before the vault's, so that at the next start its beginning is seen. */
    private static final int BEFORE_ROOMS = 59;

    private Mailbox mailbox;

    @Override
    public void start(BundleContext context) throws Exception {
        context.getBundle().adapt(BundleStartLevel.class).setStartLevel(BEFORE_ROOMS);
        Path folder = Path.of(context.getProperty("karaf.base"), "probe");
        Services services = new Services(context);
        Openings openings = new Openings(services, folder);
        if (openings.isWanted() && !isActive(services)) {
            // Synchronous, for Declarative Services begins right after this event.
            context.addBundleListener((SynchronousBundleListener) event -> {
                if (event.getType() == BundleEvent.STARTING && Services.isVault(event.getBundle())) {
                    openings.begin(System.nanoTime());
                }
            });
        }
        mailbox = new Mailbox(
                folder,
                Map.of(
                        "state", new StateRequest(services),
                        "search", new SearchRequest(services),
                        "edits", new EditsRequest(services),
                        "read", new ReadRequest(services),
                        "reopen", request -> openings.again(services.vaultBundle(), request.getProperty("query"))));
        mailbox.open();
    }

    private static boolean isActive(Services services) {
        return services.vaultBundle().getState() == Bundle.ACTIVE;
    }

    @Override
    public void stop(BundleContext context) throws Exception {
        mailbox.close();
    }
}
