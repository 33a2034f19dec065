package org.dharmic.swap.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A jar read wholly, with who signed each of its entries. The JDK checks digests and signatures while an entry is read to
 * its end, and takes what {@code jdk.jar.disabledAlgorithms} forbids for not signed.
 */
final class SignedJar {

    private static final String MANIFEST = JarFile.MANIFEST_NAME;

    /** JAR File Specification, "Signed JAR File": what carries a signature cannot be signed by it. */
    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern STRONG = Pattern.compile("(SHA-?(256|384|512)|SHA3-\\d+)-Digest(-Manifest)?");

    /** A message names so many entries; more say nothing more. */
    private static final int NAMED = 3;

    private final Map<String, List<String>> problems = new LinkedHashMap<>();
    private final Map<String, List<CodeSigner>> signers = new LinkedHashMap<>();

    private SignedJar() {}

    /** @throws IOException when it cannot be read as a jar */
    static SignedJar read(Path file) throws IOException {
        SignedJar signed = new SignedJar();
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            Set<String> names = new HashSet<>();
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                // The framework and the verifier might each take another one of two.
                if (!names.add(name.regionMatches(true, 0, "META-INF/", 0, 9) ? name.toUpperCase(Locale.ROOT) : name)) {
                    signed.problem("is there twice", name);
                }
                signed.read(jar, entry);
            }
        } catch (SecurityException e) {
            signed.problem(
                    "was changed after it was signed (" + e.getMessage() + ")",
                    file.getFileName().toString());
        }
        if (signed.signers.isEmpty() && signed.problems.isEmpty()) {
            signed.problem(
                    "holds nothing that could be signed", file.getFileName().toString());
        }
        return signed;
    }

    private void read(JarFile jar, JarEntry entry) throws IOException {
        String name = entry.getName();
        try (InputStream in = jar.getInputStream(entry)) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            if (name.equals(MANIFEST) || name.endsWith("/") && size == 0) {
                return;
            }
        } catch (SecurityException e) {
            problem("was changed after it was signed (" + e.getMessage() + ")", name);
            return;
        }
        if (SIGNATURE.matcher(name).matches()) {
            checkSignatureFile(jar, entry);
            return;
        }
        CodeSigner[] found = entry.getCodeSigners();
        if (found == null || found.length == 0) {
            problem(isDigested(jar, name) ? "is signed in a way that does not count any more" : "is not signed", name);
            return;
        }
        Attributes attributes = jar.getManifest().getAttributes(name);
        if (attributes == null || !isStrong(attributes)) {
            problem("is signed with a weak digest only, expected SHA-256 or better", name);
        }
        signers.put(name, List.of(found));
    }

    private static boolean isDigested(JarFile jar, String name) throws IOException {
        Manifest manifest = jar.getManifest();
        return manifest != null && manifest.getAttributes(name) != null;
    }

    private void checkSignatureFile(JarFile jar, JarEntry entry) throws IOException {
        if (entry.getName().toUpperCase(Locale.ROOT).endsWith(".SF")) {
            try (InputStream in = jar.getInputStream(entry)) {
                if (!isStrong(new Manifest(in).getMainAttributes())) {
                    problem("has a weak digest only, expected SHA-256 or better", entry.getName());
                }
            }
        }
    }

    private static boolean isStrong(Attributes attributes) {
        return attributes.keySet().stream()
                .anyMatch(key -> STRONG.matcher(key.toString()).matches());
    }

    private void problem(String what, String entry) {
        problems.computeIfAbsent(what, key -> new ArrayList<>()).add(entry);
    }

    /** Why it is not wholly signed by signers of whom the rule takes at least one for each entry. */
    List<String> refusals(SignerRule rule) {
        Map<CodeSigner, Optional<String>> judged = new LinkedHashMap<>();
        Map<String, List<String>> all = new LinkedHashMap<>(problems);
        signers.forEach((name, found) -> {
            List<String> refusals = new ArrayList<>();
            for (CodeSigner signer : found) {
                Optional<String> refusal = judged.computeIfAbsent(signer, rule::refusal);
                if (refusal.isEmpty()) {
                    return;
                }
                refusals.add(refusal.get());
            }
            all.computeIfAbsent("is " + String.join(", and ", refusals), key -> new ArrayList<>())
                    .add(name);
        });
        return all.entrySet().stream()
                .map(each -> named(each.getValue()) + " " + each.getKey())
                .toList();
    }

    private static String named(List<String> entries) {
        String names = entries.stream().limit(NAMED).collect(Collectors.joining(", "));
        return entries.size() > NAMED ? names + " and " + (entries.size() - NAMED) + " more: each" : names;
    }

    /** Certificates of those who signed every entry; empty when something is not signed, or was changed. */
    Set<X509Certificate> signersOfAll() {
        Set<X509Certificate> all = null;
        for (List<CodeSigner> found : signers.values()) {
            Set<X509Certificate> here = found.stream()
                    .map(signer -> (X509Certificate)
                            signer.getSignerCertPath().getCertificates().get(0))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (all == null) {
                all = here;
            } else {
                all.retainAll(here);
            }
        }
        return all == null || !problems.isEmpty() ? Set.of() : all;
    }

    /** What is wrong with it, whoever the signers are. */
    List<String> problems() {
        return problems.entrySet().stream()
                .map(each -> named(each.getValue()) + " " + each.getKey())
                .toList();
    }
}
