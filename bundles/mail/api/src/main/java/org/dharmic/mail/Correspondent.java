package org.dharmic.mail;

import java.util.Objects;

/**
 * An address and what was decided about it.
 *
 * @param address lower case
 * @param allowed false: whatever it sends is rejected, also when a setting allows it
 * @param tier what it may do at most; above {@link Tier#ASK} only together with a valid reply token
 * @param scope the vault scope that limits what it is shown
 * @param source where this was decided: {@code configuration} or {@code console}
 */
public record Correspondent(String address, boolean allowed, Tier tier, String scope, String source) {
    public Correspondent {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(source, "source");
    }
}
