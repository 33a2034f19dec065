package org.dharmic.mail.imap.sender;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.dharmic.mail.Tier;

/**
 * What an address may do at most.
 *
 * @param tier above {@link Tier#ASK} only together with a valid reply token
 * @param scope the vault scope that limits what it is shown
 */
public record Grant(Tier tier, String scope) {

    private static final String SCOPE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public Grant {
        Objects.requireNonNull(tier, "tier");
        if (!isScope(scope)) {
            throw new IllegalArgumentException(
                    "scope must be 1 to 64 of A-Z a-z 0-9 . _ - and begin with a letter or digit, was '" + scope + "'");
        }
    }

    /** Whether this can be the name of a vault scope; {@code all} is the whole vault. */
    public static boolean isScope(String name) {
        return name.matches(SCOPE);
    }

    /**
     * Reads {@code a@x, b@y:write, c@z:ask:family}. With a loop, as all on the way to activation: each lambda on it costs
     * a cold start up to a millisecond.
     *
     * @param otherwise what an address may do whose entry does not say it
     * @throws IllegalArgumentException with the entry that cannot be read
     */
    public static Map<String, Grant> parse(String list, Grant otherwise) {
        Map<String, Grant> grants = new HashMap<>();
        for (String entry : list.split(",")) {
            if (!entry.isBlank()) {
                String[] parts = entry.strip().split(":", -1);
                String address = Addresses.strict(parts[0]).orElse("");
                boolean wild =
                        address.startsWith("*"); // a local part may be called so, but who writes it means everybody
                if (address.isEmpty() || wild || parts.length > 3) {
                    throw new IllegalArgumentException(entry.strip());
                }
                Grant grant = new Grant(
                        parts.length > 1 ? tier(parts[1], entry) : otherwise.tier(),
                        parts.length > 2 ? scope(parts[2], entry) : otherwise.scope());
                if (grants.putIfAbsent(address, grant) != null) {
                    throw new IllegalArgumentException(entry.strip() + " (a second time)"); // which of both holds?
                }
            }
        }
        return Map.copyOf(grants);
    }

    private static Tier tier(String word, String entry) {
        for (Tier tier : Tier.values()) {
            if (tier.name().equals(word.strip().toUpperCase(Locale.ROOT))) {
                return tier;
            }
        }
        throw new IllegalArgumentException(entry.strip());
    }

    private static String scope(String word, String entry) {
        if (!isScope(word.strip())) {
            throw new IllegalArgumentException(entry.strip());
        }
        return word.strip();
    }
}
