package org.dharmic.journal;

import java.util.Objects;

/**
 * What became of an arrival.
 *
 * @param itemId the item's id; of the earlier item when the same mail was accepted before
 * @param fresh false when the mail was known, by key or by the hash of its bytes within the account
 */
public record Accepted(String itemId, boolean fresh) {
    public Accepted {
        Objects.requireNonNull(itemId, "itemId");
    }
}
