package org.dharmic.vault;

import java.time.Duration;
import java.util.Objects;

/**
 * What to look for.
 *
 * @param text words or a question as a person writes them; never a syntax error
 * @param scope name of the vault scope, {@code all} for the whole vault
 * @param offset hits to skip, 0 or more
 * @param limit hits to return, 1 to 1,000
 * @param deadline how long the search may take; what is found by then is returned
 */
public record Query(String text, String scope, int offset, int limit, Duration deadline) {
    public Query {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(deadline, "deadline");
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or more, was " + offset);
        }
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
    }

    /** The best {@code limit} hits of the whole vault within two seconds. */
    public static Query of(String text, int limit) {
        return new Query(text, "all", 0, limit, Duration.ofSeconds(2));
    }
}
