package org.dharmic.swap.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A whole jar.
 *
 * @param symbolicName empty when it is no bundle
 * @param version as the framework writes it
 */
record DroppedJar(String sha256, String symbolicName, String version) {

    private static final int BUFFER = 64 << 10;

    /**
     * Reads all of it: a copy in the making may have its table of contents already, and holes before it.
     *
     * @throws IOException when it is not whole; the message says in which way
     */
    static DroppedJar read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            for (ZipEntry entry : jar.stream().map(ZipEntry.class::cast).toList()) {
                CRC32 sum = new CRC32();
                try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), sum)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                if (sum.getValue() != entry.getCrc()) {
                    throw new IOException("its entry " + entry.getName() + " is damaged");
                }
            }
            Manifest manifest = jar.getManifest();
            return new DroppedJar(
                    sha256(file),
                    header(manifest, Constants.BUNDLE_SYMBOLICNAME),
                    version(header(manifest, Constants.BUNDLE_VERSION)));
        }
    }

    private static String header(Manifest manifest, String name) {
        String value = manifest == null ? null : manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value.replaceFirst(";.*", "").strip();
    }

    private static String version(String text) {
        try {
            return Version.parseVersion(text).toString();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether this is a newer revision of the same bundle. */
    boolean isNewerThan(DroppedJar other) {
        try {
            return Version.parseVersion(version).compareTo(Version.parseVersion(other.version)) > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
