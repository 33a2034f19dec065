package org.dharmic.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;

/** The bytes of further revisions of a bundle, made from the jar of the build. */
final class Revision {

    private Revision() {}

    /** The same under another version. */
    static byte[] of(Path jar, String version) throws IOException {
        return copy(jar, version, entry -> true);
    }

    /** Resolves and starts, but its components cannot be made: their descriptions are there and their classes not. */
    static byte[] broken(Path jar, String version) throws IOException {
        return copy(
                jar,
                version,
                entry -> !entry.endsWith(".class") || entry.contains("/api/") || entry.contains("org/dharmic/support"));
    }

    private static byte[] copy(Path jar, String version, Predicate<String> kept) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            Manifest manifest = new Manifest(in.getManifest());
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    if (kept.test(entry.getName())) {
                        out.putNextEntry(new ZipEntry(entry.getName()));
                        in.transferTo(out);
                        out.closeEntry();
                    }
                }
            }
        }
        return bytes.toByteArray();
    }
}
