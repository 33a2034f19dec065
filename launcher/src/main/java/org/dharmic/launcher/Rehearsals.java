package org.dharmic.launcher;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;

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
    private final Path folder;

    private Rehearsals(BundleContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** To be called before the framework starts its bundles. */
    static void prepare(BundleContext context, Path folder) {
        context.addBundleListener(new Rehearsals(context, folder));
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTING && startLevel(event.getBundle()) > LOGGING) {
            context.removeBundleListener(this);
            Thread thread = new Thread(this::all, "dharmic-rehearsal");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static int startLevel(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }

    private void all() {
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getHeaders("").get(HEADER);
            if (name != null) {
                run(bundle, name);
            }
        }
    }

    @SuppressWarnings("unchecked") // of a rehearsal that takes something else it is said that it failed
    private void run(Bundle bundle, String name) {
        try {
            Object rehearsal = bundle.loadClass(name).getConstructor().newInstance();
            ((Consumer<Path>) rehearsal).accept(folder.resolve(bundle.getSymbolicName() + "-" + bundle.getVersion()));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            boolean leaving = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() != Bundle.ACTIVE
                    && context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() != Bundle.STARTING;
            if (!leaving) {
                System.err.println("dharmic: the rehearsal of " + bundle.getSymbolicName()
                        + " failed, its first use will take longer: " + e);
            }
        }
    }
}
