package org.dharmic.swap.trust;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose jars may run.
 *
 * @param required every jar must be signed by one of the signers
 * @param signers fingerprints of their certificates, 64 hexadecimal digits each
 * @param problems what in the configuration cannot be understood; while there are any, no jar is let in
 */
public record TrustSettings(boolean required, Set<String> signers, List<String> problems) {

    private static final String FILE = " (etc/" + TrustComponent.PID + ".cfg)";

    public TrustSettings {
        signers = Collections.unmodifiableSet(new LinkedHashSet<>(signers));
        problems = List.copyOf(problems);
    }

    static TrustSettings of(boolean required, Collection<String> signers) {
        return new TrustSettings(required, new LinkedHashSet<>(signers), List.of());
    }

    /** Never throws: what cannot be understood closes the door, and the command that mends it must stay. */
    static TrustSettings from(String signatures, String signers) {
        List<String> problems = new ArrayList<>();
        String mode = signatures.strip();
        if (!mode.equals("off") && !mode.equals("required")) {
            problems.add("signatures must be off or required, was " + mode + FILE);
        }
        Set<String> fingerprints = new LinkedHashSet<>();
        for (String each : signers.split(",")) {
            if (!each.isBlank()) {
                Optional<String> fingerprint = Fingerprint.parse(each);
                fingerprint.ifPresent(fingerprints::add);
                if (fingerprint.isEmpty()) {
                    problems.add("signers must be SHA-256 fingerprints of 64 hexadecimal digits, was " + each.strip()
                            + FILE);
                }
            }
        }
        return new TrustSettings(!mode.equals("off"), fingerprints, problems);
    }
}
