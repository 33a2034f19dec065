package org.dharmic.support.osgi;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/** Where the user's files lie: {@code etc} of the running instance. */
public final class EtcFolder {

    private static final String PROPERTY = "karaf.etc";

    private EtcFolder() {}

    /** @throws IllegalStateException when {@code karaf.etc} is not set */
    public static Path of(BundleContext context) {
        String etc = context.getProperty(PROPERTY);
        if (etc == null || etc.isBlank()) {
            throw new IllegalStateException(PROPERTY + " is not set: where is the folder of the configuration?");
        }
        return Path.of(etc).toAbsolutePath().normalize();
    }
}
