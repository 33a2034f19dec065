package org.dharmic.swap.trust;

import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Timestamp;
import java.security.cert.CertPathValidator;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether one signer of an entry is good enough. */
final class SignerRule {

    /** NIST SP 800-131A rev. 2: less is not for new signatures. */
    private static final int RSA_BITS = 2048;

    private static final int EC_BITS = 224;

    /** RFC 3161, 2.3: what a certificate that signs time stamps must be for. */
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private final Set<String> allowed;
    private final Clock clock;
    private final Supplier<Set<TrustAnchor>> timeAuthorities;

    /** @param timeAuthorities whose time stamps are believed; asked for once a certificate has expired */
    SignerRule(Set<String> allowed, Clock clock, Supplier<Set<TrustAnchor>> timeAuthorities) {
        this.allowed = allowed;
        this.clock = clock;
        this.timeAuthorities = timeAuthorities;
    }

    /** Why not; empty when it is. */
    Optional<String> refusal(CodeSigner signer) {
        X509Certificate certificate =
                (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
        String fingerprint = Fingerprint.of(certificate);
        String who = certificate.getSubjectX500Principal().getName() + " (SHA-256 " + fingerprint + ")";
        if (!allowed.contains(fingerprint)) {
            return Optional.of("signed by " + who + ", who is not on the list; swap:trust add " + fingerprint
                    + " puts them there");
        }
        Optional<String> weak = weakness(certificate.getPublicKey());
        if (weak.isPresent()) {
            return Optional.of("signed by " + who + " with a key that is too weak: " + weak.get());
        }
        Instant now = clock.instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("signed by " + who + ", whose certificate is valid from "
                    + certificate.getNotBefore().toInstant() + " only");
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return expired(signer.getTimestamp(), certificate)
                    .map(why -> "signed by " + who + ", whose certificate expired at "
                            + certificate.getNotAfter().toInstant() + ", " + why);
        }
        return Optional.empty();
    }

    private static Optional<String> weakness(PublicKey key) {
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < RSA_BITS) {
            return Optional.of("RSA " + rsa.getModulus().bitLength() + " bits, expected " + RSA_BITS + " or more");
        }
        if (key instanceof DSAKey dsa
                && dsa.getParams() != null
                && dsa.getParams().getP().bitLength() < RSA_BITS) {
            return Optional.of(
                    "DSA " + dsa.getParams().getP().bitLength() + " bits, expected " + RSA_BITS + " or more");
        }
        if (key instanceof ECKey ec && ec.getParams().getOrder().bitLength() < EC_BITS) {
            return Optional.of(
                    "EC " + ec.getParams().getOrder().bitLength() + " bits, expected " + EC_BITS + " or more");
        }
        return Optional.empty();
    }

    /** An expired certificate is as good as its time stamp: who stole the key later could claim any time otherwise. */
    private Optional<String> expired(Timestamp stamp, X509Certificate certificate) {
        if (stamp == null) {
            return Optional.of("and nothing proves that it was signed before (no time stamp)");
        }
        Instant signed = stamp.getTimestamp().toInstant();
        if (signed.isAfter(certificate.getNotAfter().toInstant())
                || signed.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("and it was signed at " + signed);
        }
        try {
            X509Certificate authority = (X509Certificate)
                    stamp.getSignerCertPath().getCertificates().get(0);
            List<String> uses = authority.getExtendedKeyUsage();
            if (uses == null || !uses.contains(TIME_STAMPING)) {
                return Optional.of("and its time stamp is of "
                        + authority.getSubjectX500Principal().getName() + ", who is no time stamping authority");
            }
            PKIXParameters parameters = new PKIXParameters(timeAuthorities.get());
            parameters.setRevocationEnabled(false); // would ask a server, and nothing here does
            parameters.setDate(stamp.getTimestamp());
            CertPathValidator.getInstance("PKIX").validate(stamp.getSignerCertPath(), parameters);
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of("and its time stamp cannot be believed: " + e.getMessage());
        }
    }
}
