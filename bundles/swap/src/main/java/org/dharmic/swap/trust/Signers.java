package org.dharmic.swap.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.launcher.instance.Reason;

/** Whom an argument of {@code swap:trust} means. */
public final class Signers {

    private final Path base;

    /** @param base where relative paths begin */
    public Signers(Path base) {
        this.base = base;
    }

    /**
     * Fingerprints, each with the name of who it is, as far as the argument tells.
     *
     * @param argument a fingerprint, a file of certificates (PEM or DER), or a signed jar
     * @throws IllegalArgumentException when it is none of these
     */
    public Map<String, String> named(String argument) {
        Optional<String> fingerprint = Fingerprint.parse(argument);
        if (fingerprint.isPresent()) {
            return Map.of(fingerprint.get(), "");
        }
        Path file = base.resolve(argument).normalize();
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("expected a SHA-256 fingerprint (64 hexadecimal digits), a file with a"
                    + " certificate, or a signed jar; there is no file " + file);
        }
        try {
            return argument.toLowerCase(Locale.ROOT).endsWith(".jar") ? ofJar(file) : ofCertificates(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static Map<String, String> ofJar(Path file) throws IOException {
        SignedJar jar = SignedJar.read(file);
        Set<X509Certificate> signers = jar.signersOfAll();
        if (signers.isEmpty()) {
            throw new IllegalArgumentException(file + " is not signed as a whole by one signer"
                    + (jar.problems().isEmpty() ? "" : ": " + String.join("; ", jar.problems())));
        }
        Map<String, String> named = new LinkedHashMap<>();
        signers.forEach(certificate -> put(named, certificate));
        return named;
    }

    private static Map<String, String> ofCertificates(Path file) throws IOException {
        Map<String, String> named = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                put(named, (X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " holds no certificate: " + e.getMessage(), e);
        }
        if (named.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no certificate");
        }
        return named;
    }

    private static void put(Map<String, String> named, X509Certificate certificate) {
        named.put(
                Fingerprint.of(certificate),
                certificate.getSubjectX500Principal().getName());
    }
}
