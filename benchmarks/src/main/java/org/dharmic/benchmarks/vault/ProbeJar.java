package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The bundle that measures inside the container, put together from classes of this program. */
final class ProbeJar {

    private static final String OURS = ProbeJar.class.getPackageName();
    /** By name: the classes themselves cannot be loaded where there is no framework. */
    private static final List<String> PACKAGES = List.of(OURS + ".load", OURS + ".probe");

    private ProbeJar() {}

    static void write(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "org.dharmic.benchmarks.vault.probe",
                        "Bundle-Version", "1.0.0",
                        "Bundle-Activator", OURS + ".probe.ProbeActivator",
                        // Felix adds java.* itself; metrics may be absent.
                        "Import-Package",
                                "org.osgi.framework,org.osgi.framework.startlevel,org.dharmic.vault;version=\"[1,2)\","
                                        + "org.dharmic.metrics;version=\"[1,2)\";resolution:=optional")
                .forEach((key, value) -> main.put(new Attributes.Name(key), value));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String name : PACKAGES) {
                addPackage(name, jar);
            }
        }
    }

    private static void addPackage(String name, JarOutputStream jar) throws IOException {
        String folder = name.replace('.', '/');
        Path source = source(ProbeJar.class);
        if (Files.isDirectory(source)) {
            addAll(source.resolve(folder), folder, jar);
        } else {
            try (FileSystem inside = FileSystems.newFileSystem(source)) {
                addAll(inside.getPath(folder), folder, jar);
            }
        }
    }

    private static void addAll(Path classes, String folder, JarOutputStream jar) throws IOException {
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                jar.putNextEntry(new ZipEntry(folder + "/" + file.getFileName()));
                try (InputStream bytes = Files.newInputStream(file)) {
                    bytes.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
    }

    private static Path source(Class<?> type) throws IOException {
        try {
            URI location =
                    type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IOException(type + " comes from no file", e);
        }
    }
}
