package org.dharmic.swap.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSigner;
import java.security.Timestamp;
import java.security.cert.TrustAnchor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.swap.trust.Keys.Key;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredTrustTest {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    static Path stores;

    private static Key ours;
    private static Key theirs;
    private static Key expired;
    private static Key weak;
    private static Key authority;

    @TempDir
    Path folder;

    private Path jar;

    @BeforeAll
    static void keys() throws Exception {
        Map<String, Key> keys = Keys.make(
                stores,
                Map.of(
                        "ours", List.of("-keyalg", "RSA", "-keysize", "2048"),
                        "theirs", List.of("-keyalg", "EC", "-groupname", "secp256r1"),
                        "expired", List.of("-keyalg", "EC", "-startdate", "-400d", "-validity", "30"),
                        "weak", List.of("-keyalg", "RSA", "-keysize", "1024"),
                        "authority",
                                List.of(
                                        "-keyalg",
                                        "EC",
                                        "-startdate",
                                        "-900d",
                                        "-validity",
                                        "9000",
                                        "-ext",
                                        "eku=timeStamping")));
        ours = keys.get("ours");
        theirs = keys.get("theirs");
        expired = keys.get("expired");
        weak = keys.get("weak");
        authority = keys.get("authority");
    }

    @BeforeEach
    void aBundle() throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(MANIFEST, "Manifest-Version: 1.0\nBundle-SymbolicName: org.a\n\n");
        entries.put("a.txt", "a");
        entries.put("b.txt", "b");
        entries.put("META-INF/services/x", "y");
        jar = Keys.jar(folder.resolve("x.jar"), entries);
    }

    private ConfiguredTrust trust(TrustSettings settings) {
        return new ConfiguredTrust(
                new Layout(folder.resolve("home"), folder.resolve("base")), () -> settings, Clock.systemUTC());
    }

    private ConfiguredTrust trusting(Key... keys) {
        return trust(TrustSettings.of(
                true, java.util.Arrays.stream(keys).map(Key::fingerprint).toList()));
    }

    // ---- signatures

    @Test
    void withoutSignaturesEveryJarIsLetIn() {
        assertThat(trust(TrustSettings.of(false, List.of())).refusals(jar)).isEmpty();
    }

    @Test
    void aJarSignedByOneOnTheListIsLetIn() throws Exception {
        assertThat(trusting(ours).refusals(ours.sign(jar))).isEmpty();
        assertThat(trusting(ours, theirs).refusals(jar)).isEmpty();
    }

    @Test
    void oneOfSeveralSignersIsEnough() throws Exception {
        theirs.sign(jar, "SHA-256", "ONE");
        ours.sign(jar, "SHA-256", "TWO");

        assertThat(trusting(ours).refusals(jar)).isEmpty();
        assertThat(trusting(theirs).refusals(jar)).isEmpty();
        assertThat(trusting(weak).refusals(jar)).hasSize(1);
    }

    @Test
    void anUnsignedJarIsNot() {
        assertThat(trusting(ours).refusals(jar)).containsExactly("a.txt, b.txt, META-INF/services/x is not signed");
    }

    @Test
    void aSignerWhoIsNotOnTheListIsNamedWithTheCommandThatPutsThemThere() throws Exception {
        assertThat(trusting(ours).refusals(theirs.sign(jar)))
                .containsExactly("META-INF/services/x, a.txt, b.txt is signed by CN=theirs (SHA-256 "
                        + theirs.fingerprint() + "), who is not on the list; swap:trust add " + theirs.fingerprint()
                        + " puts them there");
    }

    @Test
    void anEntryThatWasChangedIsNamed() throws Exception {
        ours.sign(jar);
        Keys.rewrite(jar, Map.of("b.txt", "changed"));

        assertThat(trusting(ours).refusals(jar))
                .singleElement()
                .asString()
                .startsWith("b.txt was changed after it was signed");
    }

    @Test
    void anEntryThatWasAddedIsNamed() throws Exception {
        ours.sign(jar);
        Keys.rewrite(jar, Map.of("evil.class", "x", "META-INF/extra", "x"));

        assertThat(trusting(ours).refusals(jar))
                .singleElement()
                .asString()
                .contains("evil.class", "META-INF/extra", "is not signed");
    }

    @Test
    void aManifestThatWasChangedIsRefused() throws Exception {
        ours.sign(jar);
        String manifest;
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(jar.toFile())) {
            manifest = new String(zip.getInputStream(zip.getEntry(MANIFEST)).readAllBytes(), StandardCharsets.UTF_8);
        }
        Keys.rewrite(jar, Map.of(MANIFEST, manifest.replace("org.a", "org.b")));

        assertThat(trusting(ours).refusals(jar)).isNotEmpty();
    }

    @Test
    void anotherManifestBesideTheSignedOneIsRefused() throws Exception {
        ours.sign(jar);
        Keys.rewrite(jar, Map.of("META-INF/manifest.mf", "Manifest-Version: 1.0\nBundle-SymbolicName: org.evil\n\n"));

        assertThat(trusting(ours).refusals(jar))
                .anySatisfy(why -> assertThat(why).contains("is there twice"));
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() throws Exception {
        ours.sign(jar);
        Keys.rewrite(jar, Map.of("c.txt", "evil"));
        byte[] bytes = Files.readAllBytes(jar);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1).replace("c.txt", "a.txt");
        Files.write(jar, latin.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(trusting(ours).refusals(jar)).contains("a.txt is there twice");
    }

    @Test
    void weakDigestsAndKeysDoNotCount() throws Exception {
        assertThat(trusting(weak).refusals(weak.sign(jar)))
                .singleElement()
                .asString()
                .contains("a key that is too weak: RSA 1024 bits, expected 2048 or more");
    }

    @Test
    void aWeakDigestDoesNotCount() throws Exception {
        assertThat(trusting(ours).refusals(ours.sign(jar, "SHA-1", "S")))
                .isNotEmpty()
                .allSatisfy(why -> assertThat(why).containsAnyOf("weak digest", "does not count any more"));
    }

    @Test
    void anExpiredCertificateWithoutATimeStampDoesNotCount() throws Exception {
        assertThat(trusting(expired).refusals(expired.sign(jar)))
                .singleElement()
                .asString()
                .contains("whose certificate expired at", "no time stamp");
    }

    @Test
    void aCertificateThatIsNotValidYetDoesNotCount() throws Exception {
        SignerRule rule =
                rule(ours, ours.certificate().getNotBefore().toInstant().minusSeconds(1));

        assertThat(rule.refusal(new CodeSigner(ours.path(), null)))
                .hasValueSatisfying(why -> assertThat(why).contains("is valid from"));
    }

    @Test
    void anExpiredCertificateWithABelievableTimeStampCounts() throws Exception {
        Instant within = expired.certificate().getNotBefore().toInstant().plus(Duration.ofDays(1));
        Instant after = expired.certificate().getNotAfter().toInstant().plus(Duration.ofDays(1));
        SignerRule rule = rule(expired, Instant.now());

        assertThat(rule.refusal(stamped(within, authority))).isEmpty();
        assertThat(rule.refusal(stamped(after, authority)))
                .hasValueSatisfying(why -> assertThat(why).contains("and it was signed at " + after));
        assertThat(rule.refusal(stamped(within, theirs)))
                .hasValueSatisfying(why -> assertThat(why).contains("CN=theirs, who is no time stamping authority"));
        SignerRule believesNobody =
                new SignerRule(Set.of(expired.fingerprint()), Clock.systemUTC(), () -> Set.of(anchor(ours)));
        assertThat(believesNobody.refusal(stamped(within, authority)))
                .hasValueSatisfying(why -> assertThat(why).contains("cannot be believed"));
    }

    private static CodeSigner stamped(Instant at, Key by) throws Exception {
        return new CodeSigner(expired.path(), new Timestamp(Date.from(at), by.path()));
    }

    private static SignerRule rule(Key allowed, Instant now) {
        return new SignerRule(
                Set.of(allowed.fingerprint()),
                Clock.fixed(now, java.time.ZoneOffset.UTC),
                () -> Set.of(anchor(authority)));
    }

    private static TrustAnchor anchor(Key key) {
        return new TrustAnchor(key.certificate(), null);
    }

    @Test
    void whatCannotBeUnderstoodClosesTheDoor() throws Exception {
        ours.sign(jar);

        assertThat(trust(TrustSettings.from("requierd", ours.fingerprint())).refusals(jar))
                .containsExactly("signatures must be off or required, was requierd (etc/org.dharmic.swap.trust.cfg)");
        assertThat(trust(TrustSettings.from("required", "abc")).refusals(jar))
                .singleElement()
                .asString()
                .contains("64 hexadecimal digits, was abc");
        assertThat(trust(TrustSettings.from("required", "")).refusals(jar))
                .singleElement()
                .asString()
                .contains("nobody's count");
    }

    @Test
    void whatIsNoJarIsRefused() throws Exception {
        Files.writeString(jar, "no jar");

        assertThat(trusting(ours).refusals(jar)).singleElement().asString().startsWith("x.jar cannot be checked");
    }

    // ---- who may write

    @Test
    void foldersThatOthersMayWriteAreNamedWithWhatMendsThem() throws Exception {
        Layout layout = new Layout(folder.resolve("home"), folder.resolve("base"));
        Files.createDirectories(layout.etc());
        Files.createDirectories(layout.base().resolve("deploy"));
        Files.writeString(layout.startList(), "");
        ConfiguredTrust trust =
                new ConfiguredTrust(layout, () -> TrustSettings.of(false, List.of()), Clock.systemUTC());
        assertThat(trust.folderRefusals()).isEmpty();

        Path deploy = layout.base().resolve("deploy");
        Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(trust.folderRefusals())
                .singleElement()
                .asString()
                .contains(deploy + " (rwxrwxrwx)", "chmod go-w " + deploy);
    }

    // ---- whom an argument means

    @Test
    void aSignerIsNamedByFingerprintCertificateOrSignedJar() throws Exception {
        Signers signers = new Signers(folder);
        String colons = ours.fingerprint().toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?=.)", "$1:");

        assertThat(signers.named(colons)).containsOnlyKeys(ours.fingerprint());
        assertThat(signers.named("SHA256:" + colons)).containsOnlyKeys(ours.fingerprint());
        ours.pem(folder.resolve("ours.pem"));
        assertThat(signers.named("ours.pem")).containsExactly(Map.entry(ours.fingerprint(), "CN=ours"));
        Files.write(folder.resolve("ours.cer"), ours.certificate().getEncoded());
        assertThat(signers.named("ours.cer")).containsOnlyKeys(ours.fingerprint());
        theirs.sign(jar);
        assertThat(signers.named("x.jar")).containsExactly(Map.entry(theirs.fingerprint(), "CN=theirs"));
    }

    @Test
    void whatNamesNobodyIsSaid() throws Exception {
        Signers signers = new Signers(folder);
        assertThatThrownBy(() -> signers.named("nobody"))
                .hasMessageContaining("there is no file " + folder.resolve("nobody"));
        assertThatThrownBy(() -> signers.named("x.jar")).hasMessageContaining("is not signed");
        Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> signers.named("empty.pem")).hasMessageContaining("holds no certificate");
    }
}
