package org.dharmic.swap.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;

/** Keys that the JDK's keytool makes for these tests, and what can be done with them. */
final class Keys {

    private static final char[] PASSWORD = "for the test".toCharArray();

    /** A key with a certificate of its own. */
    record Key(PrivateKey secret, X509Certificate certificate) {

        String fingerprint() {
            return Fingerprint.of(certificate);
        }

        CertPath path() throws Exception {
            return CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        }

        Path sign(Path jar) throws Exception {
            return sign(jar, "SHA-256", "SIGNER");
        }

        Path sign(Path jar, String digest, String name) throws Exception {
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                new JarSigner.Builder(secret, path())
                        .digestAlgorithm(digest)
                        .signerName(name)
                        .build()
                        .sign(zip, signed);
            }
            return Files.write(jar, signed.toByteArray());
        }

        Path pem(Path file) throws Exception {
            return Files.writeString(
                    file,
                    "a heading of openssl\n-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        }
    }

    private Keys() {}

    /** One keytool for each, side by side: each takes most of a second. */
    static Map<String, Key> make(Path folder, Map<String, List<String>> options) throws Exception {
        Map<String, Process> running = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> each : options.entrySet()) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair",
                    "-alias",
                    "key",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    folder.resolve(each.getKey()).toString(),
                    "-dname",
                    "CN=" + each.getKey()));
            command.addAll(each.getValue());
            running.put(
                    each.getKey(),
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        }
        Map<String, Key> keys = new LinkedHashMap<>();
        for (Map.Entry<String, Process> each : running.entrySet()) {
            String said = new String(each.getValue().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!each.getValue().waitFor(1, TimeUnit.MINUTES) || each.getValue().exitValue() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
            KeyStore store = KeyStore.getInstance(folder.resolve(each.getKey()).toFile(), PASSWORD);
            keys.put(each.getKey(), new Key((PrivateKey) store.getKey("key", PASSWORD), (X509Certificate)
                    store.getCertificate("key")));
        }
        return keys;
    }

    /** A jar of these entries. */
    static Path jar(Path file, Map<String, String> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    /** The same entries with some replaced or added. */
    static void rewrite(Path file, Map<String, String> changes) throws IOException {
        byte[] before = Files.readAllBytes(file);
        Map<String, String> rest = new LinkedHashMap<>(changes);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(before));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                String other = rest.remove(entry.getName());
                out.write(other == null ? read(in) : other.getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
            for (Map.Entry<String, String> entry : rest.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        return in.readAllBytes();
    }
}
