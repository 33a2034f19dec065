package org.dharmic.journal;

import java.util.Objects;

/**
 * The right to work on an item for a while.
 *
 * @param item as it was when leased
 * @param fence the fencing number: greater than that of every earlier lease of the item
 * @param worker who holds it
 */
public record Lease(Item item, long fence, String worker) {
    public Lease {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(worker, "worker");
    }
}
