package org.dharmic.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.felix.utils.properties.InterpolationHelper;
import org.dharmic.launcher.instance.Layout;

/**
 * What the framework is told. Karaf's {@code config.properties}, {@code jre.properties} and {@code system.properties} come
 * with the distribution and stay there, so that an upgrade replaces them; {@code custom.properties} and
 * {@code custom.system.properties} of the instance have the last word.
 */
final class FrameworkProperties {

    private FrameworkProperties() {}

    static Map<String, String> load(Layout layout) throws IOException {
        setSystemProperties(layout);
        Map<String, String> properties = new LinkedHashMap<>();
        Path shipped = layout.home().resolve("etc");
        read(shipped.resolve("jre.properties"), properties);
        read(shipped.resolve("config.properties"), properties);
        read(shipped.resolve("dharmic.properties"), properties);
        read(layout.etc().resolve("custom.properties"), properties);
        properties.put("dharmic.data", layout.dharmic().toString());
        properties.put("dharmic.base", layout.base().toString());
        properties.put("org.osgi.framework.storage", layout.cache().toString());
        InterpolationHelper.performSubstitution(properties);
        return properties;
    }

    private static void setSystemProperties(Layout layout) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        folder(properties, "karaf.home", layout.home());
        folder(properties, "karaf.base", layout.base());
        folder(properties, "karaf.data", layout.data());
        folder(properties, "karaf.etc", layout.etc());
        folder(properties, "karaf.log", layout.log());
        properties.put("karaf.instances", layout.data().resolve("instances").toString());
        properties.put("java.io.tmpdir", layout.tmp().toString());
        properties.put("karaf.startLocalConsole", "false");
        properties.put("karaf.startRemoteShell", "true");
        read(layout.home().resolve("etc/system.properties"), properties);
        read(layout.etc().resolve("custom.system.properties"), properties);
        InterpolationHelper.performSubstitution(properties);
        properties.forEach(System::setProperty);
    }

    private static void folder(Map<String, String> properties, String name, Path folder) {
        properties.put(name, folder.toString());
        properties.put(name + ".uri", folder.toUri().toString());
    }

    private static void read(Path file, Map<String, String> into) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        // Karaf's own loader follows these two; here the files are named above.
        properties.remove("${includes}");
        properties.remove("${optionals}");
        properties.forEach((key, value) -> into.put((String) key, ((String) value).strip()));
    }
}
