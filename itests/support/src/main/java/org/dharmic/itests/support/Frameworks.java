package org.dharmic.itests.support;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;

/** A framework in this process, without Karaf around it. */
public final class Frameworks {

    private Frameworks() {}

    /**
     * Makes one that is still to be started. Its bundle cache is empty at the start.
     *
     * @param folder below which everything lies that lasts
     * @param exports what the system bundle exports from this class path besides
     */
    public static Framework in(Path folder, String exports) throws IOException {
        return new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        exports,
                        // As in Karaf: sqlite and Lucene look into the JDK beyond java.*
                        Constants.FRAMEWORK_BOOTDELEGATION,
                        "sun.*,com.sun.*,jdk.*",
                        "dharmic.data",
                        folder.resolve("data").toString(),
                        "karaf.etc",
                        Files.createDirectories(folder.resolve("etc")).toString(),
                        // Whoever was killed has left a lock.
                        "felix.cache.locking",
                        "false"));
    }

    /** Sets a configuration; {@code pid~name} is one of a factory. */
    public static void configure(ConfigurationAdmin admin, String pid, Map<String, ?> values) throws IOException {
        Dictionary<String, Object> properties = new Hashtable<>(new HashMap<>(values));
        int factory = pid.indexOf('~');
        if (factory < 0) {
            admin.getConfiguration(pid, "?").update(properties);
        } else {
            admin.getFactoryConfiguration(pid.substring(0, factory), pid.substring(factory + 1), "?")
                    .update(properties);
        }
    }

    /** Where a type comes from. */
    public static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " comes from no file", e);
        }
    }

    public static Attributes manifestOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }
}
