package org.dharmic.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.launcher.metatype.MetatypeXml;
import org.dharmic.launcher.metatype.Schema;
import org.dharmic.launcher.metatype.SetCheck;

/** Everything that can be configured, as the metatypes in the jars say. */
public final class Catalogue {

    private static final String OURS = "org.dharmic.";
    private static final String METATYPE = "OSGI-INF/metatype/";

    /**
     * One PID.
     *
     * @param factory whether there is a set for each instance, {@code <pid>-<name>.cfg}
     * @param bundle symbolic name of the bundle that reads it
     */
    public record Entry(String pid, boolean factory, String title, String bundle, Schema schema) {}

    /**
     * A set that can be named at the command line.
     *
     * @param pid as the container calls it
     * @param file its name in {@code etc/}
     */
    record Target(Entry entry, String pid, String file) {}

    private final Map<String, Entry> entries = new TreeMap<>();

    private Catalogue() {}

    /** What the bundles of an instance's start list read; before a first start, those of the distribution's. */
    static Catalogue of(Layout layout) throws StartFailure, IOException {
        Path list = Files.exists(layout.startList())
                ? layout.startList()
                : layout.home().resolve(Layout.START_LIST);
        List<Path> jars = new ArrayList<>();
        for (StartList.Line line : StartList.read(list).lines()) {
            Path jar = layout.jar(line.repositoryPath());
            if (Files.isRegularFile(jar)) {
                jars.add(jar);
            }
        }
        return of(jars);
    }

    public static Catalogue of(Collection<Path> jars) throws IOException {
        Catalogue catalogue = new Catalogue();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                catalogue.add(file);
            } catch (IOException e) {
                throw new IOException(jar + " cannot be read: " + e.getMessage(), e);
            }
        }
        return catalogue;
    }

    private void add(JarFile jar) throws IOException {
        for (JarEntry document : jar.stream()
                .filter(each ->
                        each.getName().startsWith(METATYPE) && each.getName().endsWith(".xml"))
                .toList()) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            String bundle = String.valueOf(manifest.getValue("Bundle-SymbolicName"))
                    .split(";")[0]
                    .strip();
            String owner = bundle + " " + manifest.getValue("Bundle-Version");
            try (InputStream in = jar.getInputStream(document)) {
                MetatypeXml.read(in).forEach((pid, what) -> {
                    if (pid.startsWith(OURS)) {
                        Schema schema = new Schema(owner, what.attributes());
                        entries.put(pid, new Entry(pid, what.factory(), what.title(), bundle, schema));
                    }
                });
            }
        }
    }

    /** By PID. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** The sets there are: one for each PID, and one for each file of a factory. */
    List<Target> targets(Path etc) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (!entry.factory()) {
                targets.add(new Target(entry, entry.pid(), entry.pid() + ".cfg"));
            } else if (Files.isDirectory(etc)) {
                try (var files = Files.newDirectoryStream(etc, entry.pid() + "[-~]*.cfg")) {
                    List<String> names = new ArrayList<>();
                    files.forEach(file -> names.add(file.getFileName().toString()));
                    names.sort(null);
                    names.forEach(name -> targets.add(instance(entry, name.substring(0, name.length() - 4))));
                }
            }
        }
        return targets;
    }

    /** @throws StartFailure when nobody reads such a configuration */
    Target target(String name) throws StartFailure {
        String pid = name.startsWith(OURS) ? name : OURS + name;
        Entry single = entries.get(pid);
        if (single != null && !single.factory()) {
            return new Target(single, pid, pid + ".cfg");
        }
        for (Entry entry : entries.values()) {
            if (entry.factory() && pid.matches(java.util.regex.Pattern.quote(entry.pid()) + "[-~][A-Za-z0-9._-]+")) {
                return instance(entry, pid);
            }
        }
        if (single != null) {
            throw new StartFailure(name + " needs the name of an instance, as in " + name + "-home", 2);
        }
        Optional<String> near = SetCheck.nearest(pid, entries.keySet());
        throw new StartFailure(
                "Nobody reads " + pid
                        + near.map(each -> ", perhaps " + each).orElse("; ./dharmic config list shows all"),
                2);
    }

    /** Fileinstall takes either sign before the name in a file, and the container calls the set by the tilde. */
    private static Target instance(Entry entry, String file) {
        return new Target(entry, entry.pid() + '~' + file.substring(entry.pid().length() + 1), file + ".cfg");
    }
}
