package org.dharmic.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;

/** A bundle's jar, changed as a newer revision of it might be. */
final class JarVariant {

    private final Path jar;
    private final String version;
    private UnaryOperator<String> components = xml -> xml;
    private String alsoImported = "";
    private Optional<Class<?>> activator = Optional.empty();

    private JarVariant(Path jar, String version) {
        this.jar = jar;
        this.version = version;
    }

    static JarVariant of(String name, String version) {
        return new JarVariant(FelixRun.jar(name), version);
    }

    /** Its components refuse to be activated: what they come with is a configuration they do not take. */
    JarVariant failing() {
        components = xml -> xml.replaceAll("(name=\"drain.seconds\" type=\"Integer\" value=)\"\\d+\"", "$1\"-5\"");
        return this;
    }

    /** It needs a package that nobody has. */
    JarVariant importing(String name) {
        alsoImported = name;
        return this;
    }

    /** It has this activator; its manifest must import what that needs already. */
    JarVariant activatedBy(Class<?> type) {
        activator = Optional.of(type);
        return this;
    }

    /** Writes it and returns the file. */
    Path into(Path folder) throws IOException {
        Path file = folder.resolve(jar.getFileName().toString().replace(".jar", "-" + version + ".jar"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            Manifest manifest = new Manifest(in.getManifest());
            Attributes headers = manifest.getMainAttributes();
            headers.putValue(Constants.BUNDLE_VERSION, version);
            if (!alsoImported.isEmpty()) {
                headers.putValue(
                        Constants.IMPORT_PACKAGE, headers.getValue(Constants.IMPORT_PACKAGE) + "," + alsoImported);
            }
            activator.ifPresent(type -> headers.putValue(Constants.BUNDLE_ACTIVATOR, type.getName()));
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    byte[] content = in.readAllBytes();
                    out.write(
                            entry.getName().matches("OSGI-INF/[^/]+\\.xml")
                                    ? components
                                            .apply(new String(content, StandardCharsets.UTF_8))
                                            .getBytes(StandardCharsets.UTF_8)
                                    : content);
                    out.closeEntry();
                }
                if (activator.isPresent()) {
                    String name = activator.get().getName().replace('.', '/') + ".class";
                    out.putNextEntry(new ZipEntry(name));
                    try (InputStream bytecode = activator.get().getResourceAsStream("/" + name)) {
                        bytecode.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
        }
        Files.write(file, bytes.toByteArray());
        return file;
    }
}
