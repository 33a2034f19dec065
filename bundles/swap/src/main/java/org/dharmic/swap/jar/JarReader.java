package org.dharmic.swap.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.support.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jars in: copies them first, so that what was checked is what is installed. */
public final class JarReader {

    private static final Logger LOG = LoggerFactory.getLogger(JarReader.class);

    /** The largest library wrapped here has 8 MB; a bigger file than this is not meant for this folder. */
    public static final long MAX_BYTES = 200L << 20;

    /** Against an archive that unpacks to more than a disk holds. */
    private static final long MAX_UNPACKED_BYTES = 1L << 30;

    private static final int MAX_METATYPE_BYTES = 1 << 20;

    private static final Pattern DESIGNATED = Pattern.compile("<(?:\\w+:)?Designate\\s[^>]*>");

    private static final Pattern PID = Pattern.compile("\\b(?:pid|factoryPid)\\s*=\\s*[\"']([\\w.~-]+)[\"']");

    private final Path staging;

    /** @param staging where copies are made; nothing in it is needed after an exchange */
    public JarReader(Path staging) {
        this.staging = staging;
    }

    /** Copies a jar and reads all of it. The copy goes with {@link #discard}. */
    public RevisionJar take(Path source) throws UnusableJar {
        Path copy = staging.resolve(UUID.randomUUID() + ".jar");
        try {
            checkSize(source);
            PrivateFiles.folder(staging);
            String sha256 = copy(source, copy);
            return read(copy, source, sha256);
        } catch (IOException e) {
            discardQuietly(copy);
            throw new UnusableJar(source + " cannot be read: " + Reason.of(e), e);
        } catch (UnusableJar e) {
            discardQuietly(copy);
            throw e;
        }
    }

    /** Reads a jar where it is; for those that nobody but this bundle writes. */
    public static RevisionJar readInPlace(Path jar) throws UnusableJar {
        try {
            return read(jar, jar, sha256(jar));
        } catch (IOException e) {
            throw new UnusableJar(jar + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** Takes everything out of the staging folder that an earlier run left there. */
    public void clear() throws IOException {
        if (Files.isDirectory(staging)) {
            try (Stream<Path> files = Files.list(staging)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void discardQuietly(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("{} is left over; the next exchange tries to delete it again", copy, e);
        }
    }

    private static void checkSize(Path source) throws IOException, UnusableJar {
        if (!Files.isRegularFile(source)) {
            throw new UnusableJar(
                    source + (Files.exists(source) ? " is no file" : " is not there") + "; a jar expected");
        }
        if (Files.size(source) > MAX_BYTES) {
            throw new UnusableJar(source + " must have at most " + (MAX_BYTES >> 20) + " MB, has "
                    + (Files.size(source) >> 20) + " MB");
        }
    }

    private static String copy(Path source, Path target) throws IOException, UnusableJar {
        MessageDigest digest = digest();
        long length = 0;
        try (InputStream in = new DigestInputStream(Files.newInputStream(source), digest);
                OutputStream out = Files.newOutputStream(
                        Files.createFile(target, PrivateFiles.fileMode()), StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                length += read;
                if (length > MAX_BYTES) {
                    throw new UnusableJar(source + " grew beyond " + (MAX_BYTES >> 20) + " MB while it was copied");
                }
                out.write(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static RevisionJar read(Path jar, Path source, String sha256) throws UnusableJar, IOException {
        // Without verification: whose signature counts is decided elsewhere, on the whole file.
        try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ)) {
            Manifest manifest = file.getManifest();
            if (manifest == null) {
                throw new UnusableJar(source + " is no OSGi bundle: META-INF/MANIFEST.MF is missing");
            }
            Map<String, String> headers = new LinkedHashMap<>();
            manifest.getMainAttributes().forEach((key, value) -> headers.put(key.toString(), value.toString()));
            BundleManifest read = BundleManifest.of(headers, source.toString());
            Set<String> pids = new LinkedHashSet<>(List.of(read.symbolicName()));
            readAll(file, source, pids);
            return new RevisionJar(jar, source, sha256, read, List.copyOf(pids));
        } catch (ZipException e) {
            throw new UnusableJar(source + " is no whole jar: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UnusableJar(source + " holds an entry whose name cannot be read: " + e.getMessage(), e);
        }
    }

    /** ZipFile does not compare checksums: a torn or damaged entry would come to light as a class that cannot be read. */
    private static void readAll(JarFile file, Path source, Set<String> pids) throws IOException, UnusableJar {
        byte[] buffer = new byte[1 << 16];
        long unpacked = 0;
        for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            boolean metatype = entry.getName().matches("OSGI-INF/metatype/[^/]+\\.xml");
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            CRC32 checksum = new CRC32();
            try (InputStream in = file.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    checksum.update(buffer, 0, read);
                    unpacked += read;
                    if (unpacked > MAX_UNPACKED_BYTES) {
                        throw new UnusableJar(
                                source + " unpacks to more than " + (MAX_UNPACKED_BYTES >> 20) + " MB; refused");
                    }
                    if (metatype && kept.size() < MAX_METATYPE_BYTES) {
                        kept.write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                throw new UnusableJar(source + " is no whole jar: " + entry.getName() + ": " + Reason.of(e), e);
            }
            if (entry.getCrc() >= 0 && entry.getCrc() != checksum.getValue()) {
                throw new UnusableJar(source + " is damaged: the checksum of " + entry.getName() + " must be "
                        + Long.toHexString(entry.getCrc()) + ", is " + Long.toHexString(checksum.getValue()));
            }
            designated(kept.toString(StandardCharsets.UTF_8), pids);
        }
    }

    /** No XML parser: whatever stands in a stranger's file, at worst a configuration too many is kept. */
    private static void designated(String xml, Set<String> pids) {
        Matcher element = DESIGNATED.matcher(xml);
        while (element.find()) {
            Matcher pid = PID.matcher(element.group());
            while (pid.find()) {
                pids.add(pid.group(1));
            }
        }
    }

    /** A copy that is no longer needed. */
    public static void discard(RevisionJar jar) {
        if (!jar.file().equals(jar.source())) {
            discardQuietly(jar.file());
        }
    }
}
