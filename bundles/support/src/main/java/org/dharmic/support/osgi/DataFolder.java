package org.dharmic.support.osgi;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/** Where the machine's data lies: {@code data/dharmic} of the running instance. */
public final class DataFolder {

    /** Framework property with the absolute path of the data folder; set by the launcher. */
    public static final String PROPERTY = "dharmic.data";

    private DataFolder() {}

    /**
     * The folder or file of a room.
     *
     * @param configured what the user wrote into the configuration; blank means the default place
     * @param name the default name below the data folder
     * @throws IllegalStateException when neither {@value #PROPERTY} nor {@code karaf.data} is set
     */
    public static Path resolve(BundleContext context, String configured, String name) {
        Path root = root(context);
        return configured == null || configured.isBlank()
                ? root.resolve(name)
                : root.resolve(Path.of(configured.strip())).normalize();
    }

    /** The data folder itself. */
    public static Path root(BundleContext context) {
        String root = context.getProperty(PROPERTY);
        if (root != null && !root.isBlank()) {
            return Path.of(root).toAbsolutePath().normalize();
        }
        String karafData = context.getProperty("karaf.data");
        if (karafData == null || karafData.isBlank()) {
            throw new IllegalStateException(
                    "neither " + PROPERTY + " nor karaf.data is set: where is the data folder?");
        }
        return Path.of(karafData, "dharmic").toAbsolutePath().normalize();
    }
}
