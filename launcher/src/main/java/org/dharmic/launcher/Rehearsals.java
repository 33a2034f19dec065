package org.dharmic.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * While bundles start one after the other, a second thread lets those that ask for it run through what their first use needs. A
 * bundle names a class of its own in the header {@value #HEADER}: a {@code Consumer<Path>} that is given a folder, which it finds
 * again at the next start. It may run before the bundle has been started, and uses no service.
 *
 * <p>Nobody waits for it. What it has loaded is in the archive of classes as well, whatever the first run was used for.
 */
final class Rehearsals implements SynchronousBundleListener {

    static final String HEADER = "Dharmic-Rehearsal";

    /** Karaf's level of the logging: two threads that ask for the first logger at once make it complain. */
    private static final int LOGGING = 8;

    private final BundleContext context;
    private final Map<Bundle, String> rehearsals;
    private final Path folder;

    private Rehearsals(BundleContext context, Map<Bundle, String> rehearsals, Path folder) {
        this.context = context;
        this.rehearsals = rehearsals;
        this.folder = folder;
    }

    /**
     * To be called before the framework starts its bundles, and resolves those that rehearse: if the second thread did, Felix
     * would interrupt a thread that starts a bundle which it resolves as well, and that bundle would not start.
     */
    static void prepare(BundleContext context, Path folder) {
        Map<Bundle, String> rehearsals = new LinkedHashMap<>();
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getHeaders("").get(HEADER);
            if (name != null) {
                rehearsals.put(bundle, name);
            }
        }
        if (!rehearsals.isEmpty()) {
            context.getBundle(Constants.SYSTEM_BUNDLE_ID)
                    .adapt(FrameworkWiring.class)
                    .resolveBundles(rehearsals.keySet());
            context.addBundleListener(new Rehearsals(context, rehearsals, folder));
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTING && startLevel(event.getBundle()) > LOGGING) {
            context.removeBundleListener(this);
            Thread thread = new Thread(() -> rehearsals.forEach(this::run), "dharmic-rehearsal");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static int startLevel(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }

    @SuppressWarnings("unchecked") // of a rehearsal that takes something else it is said that it failed
    private void run(Bundle bundle, String name) {
        if (bundle.getState() == Bundle.INSTALLED) {
            return; // it cannot be resolved, as its start will say
        }
        try {
            Object rehearsal = bundle.loadClass(name).getConstructor().newInstance();
            ((Consumer<Path>) rehearsal).accept(folder.resolve(bundle.getSymbolicName() + "-" + bundle.getVersion()));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            int framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState();
            if (framework == Bundle.STARTING || framework == Bundle.ACTIVE) {
                System.err.println("dharmic: the rehearsal of " + bundle.getSymbolicName()
                        + " failed, its first use will take longer: " + e);
            }
        }
    }
}
