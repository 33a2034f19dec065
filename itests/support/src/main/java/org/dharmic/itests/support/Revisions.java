package org.dharmic.itests.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes other revisions of a bundle out of its jar: newer ones that do the same, and broken ones. Entries are stored, not
 * deflated, and keep their order, as in the jars that are shipped.
 */
public final class Revisions {

    private static final String VERSION = "Bundle-Version";
    private static final String IMPORTS = "Import-Package";
    private static final String NOBODYS_PACKAGE = "org.dharmic.itests.nobody;version=\"[1,2)\"";
    private static final String NOBODYS_SERVICE =
            "<reference name=\"Nobody\" interface=\"org.dharmic.itests.nobody.Nobody\"/>";
    private static final Pattern IMPLEMENTATION = Pattern.compile("<implementation class=\"([^\"]+)\"/>");

    private Revisions() {}

    /** The same content under another version. */
    public static byte[] newer(Path jar, String version) throws IOException {
        return write(withVersion(read(jar), version));
    }

    /** A newer revision that must not stay. */
    public static byte[] broken(Path jar, String version, Breakage breakage) throws IOException {
        Map<String, byte[]> entries = withVersion(read(jar), version);
        return switch (breakage) {
            case UNRESOLVABLE -> write(importing(entries, NOBODYS_PACKAGE));
            case FAILS_ACTIVATION -> write(failing(entries));
            case MISSING_CLASS ->
                write(rewriteMain(entries, xml -> implementation(xml, "org.dharmic.itests.nobody.Missing")));
            case UNSATISFIED ->
                write(rewriteMain(
                        entries, xml -> xml.replace("<implementation ", NOBODYS_SERVICE + "\n  <implementation ")));
            case TRUNCATED -> {
                byte[] whole = write(entries);
                yield Arrays.copyOf(whole, whole.length / 2);
            }
            case NOT_A_JAR -> "This is not an archive.\n".getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Writes a revision into a folder under the name that a build would give it, {@code <artifact>-<version>.jar}. */
    public static Path store(Path folder, String artifact, String version, byte[] jar) {
        try {
            return Files.write(Files.createDirectories(folder).resolve(artifact + "-" + version + ".jar"), jar);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    // ---- what is changed

    private static Map<String, byte[]> withVersion(Map<String, byte[]> entries, String version) throws IOException {
        Manifest manifest = manifest(entries);
        manifest.getMainAttributes().putValue(VERSION, version);
        put(entries, manifest);
        entries.replaceAll((name, bytes) -> name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")
                ? text(bytes)
                        .replaceFirst("(?m)^version=.*$", "version=" + version)
                        .getBytes(StandardCharsets.UTF_8)
                : bytes);
        return entries;
    }

    private static Map<String, byte[]> importing(Map<String, byte[]> entries, String more) throws IOException {
        Manifest manifest = manifest(entries);
        String before = manifest.getMainAttributes().getValue(IMPORTS);
        manifest.getMainAttributes().putValue(IMPORTS, before == null ? more : before + "," + more);
        put(entries, manifest);
        return entries;
    }

    /** The failing class asks for no parameters, so what the description says about the constructor's goes too. */
    private static Map<String, byte[]> failing(Map<String, byte[]> entries) throws IOException {
        String file = FailingComponent.class.getName().replace('.', '/') + ".class";
        try (InputStream in = Revisions.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("There is no " + file + " on the class path");
            }
            entries.put(file, in.readAllBytes());
        }
        return rewriteMain(entries, xml -> implementation(xml, FailingComponent.class.getName())
                .replaceAll(" init=\"\\d+\"", "")
                .replaceAll("<reference [^>]*parameter=\"\\d+\"[^>]*/>", ""));
    }

    private static String implementation(String xml, String type) {
        return IMPLEMENTATION
                .matcher(xml)
                .replaceFirst(Matcher.quoteReplacement("<implementation class=\"" + type + "\"/>"));
    }

    private interface Rewriting {
        String of(String xml);
    }

    /** The main component is the one of the configured ones that is described at the greatest length. */
    private static Map<String, byte[]> rewriteMain(Map<String, byte[]> entries, Rewriting rewriting)
            throws IOException {
        Map.Entry<String, byte[]> main = entries.entrySet().stream()
                .filter(entry -> entry.getKey().matches("OSGI-INF/[^/]+\\.xml"))
                .filter(entry -> text(entry.getValue()).contains(" configuration-pid="))
                .max(Comparator.comparingInt(entry -> entry.getValue().length))
                .orElseThrow(() -> new IOException("No component of this jar is configured"));
        String before = text(main.getValue());
        String after = rewriting.of(before);
        if (after.equals(before)) {
            throw new IOException(main.getKey() + " is not written as expected:\n" + before);
        }
        main.setValue(after.getBytes(StandardCharsets.UTF_8));
        return entries;
    }

    // ---- reading and writing

    private static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static Manifest manifest(Map<String, byte[]> entries) throws IOException {
        byte[] bytes = entries.get(JarFile.MANIFEST_NAME);
        if (bytes == null) {
            throw new IOException("This jar has no " + JarFile.MANIFEST_NAME);
        }
        return new Manifest(new ByteArrayInputStream(bytes));
    }

    private static void put(Map<String, byte[]> entries, Manifest manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        entries.put(JarFile.MANIFEST_NAME, bytes.toByteArray());
    }

    private static byte[] write(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(crc.getValue());
                // A fixed time: the same request makes the same bytes.
                entry.setTime(0);
                out.putNextEntry(entry);
                out.write(each.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
