package org.dharmic.journal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a look at everything that is stored has found.
 *
 * @param items how many items were looked at
 * @param files how many spooled files were read and compared with their digests
 * @param findings what is wrong, one line each, with the item or the file; empty when all is sound
 * @param took how long it took
 */
public record Verification(long items, long files, List<String> findings, Duration took) {
    public Verification {
        findings = List.copyOf(findings);
        Objects.requireNonNull(took, "took");
    }

    public boolean isSound() {
        return findings.isEmpty();
    }
}
