package org.dharmic.swap.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** SHA-256 of a certificate, as {@code keytool -list} and {@code openssl x509 -fingerprint -sha256} show it. */
final class Fingerprint {

    private Fingerprint() {}

    /** 64 hexadecimal digits in lower case; colons and a prefix {@code sha256:} do not count. */
    static Optional<String> parse(String text) {
        String digits = text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^sha-?256:", "")
                .replace(":", "");
        return digits.matches("[0-9a-f]{64}") ? Optional.of(digits) : Optional.empty();
    }

    static String of(Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("A certificate that was read cannot be written", e);
        }
    }
}
