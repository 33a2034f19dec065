package org.dharmic.journal;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which items to list.
 *
 * @param stages only these; empty means all
 * @param thread only this conversation
 * @param sender only this authenticated address
 * @param limit at most this many, 1 to 10,000
 * @param oldest which of them, when there are more: the oldest, or the newest
 */
public record Filter(Set<Stage> stages, Optional<String> thread, Optional<String> sender, int limit, boolean oldest) {
    public Filter {
        stages = Set.copyOf(stages);
        Objects.requireNonNull(thread, "thread");
        Objects.requireNonNull(sender, "sender");
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit must be 1 to 10000, was " + limit);
        }
    }

    /** The newest of them. */
    public Filter(Set<Stage> stages, Optional<String> thread, Optional<String> sender, int limit) {
        this(stages, thread, sender, limit, false);
    }

    /** The newest items in any stage. */
    public static Filter newest(int limit) {
        return new Filter(Set.of(), Optional.empty(), Optional.empty(), limit);
    }

    /** The newest items in these stages. */
    public static Filter in(Set<Stage> stages, int limit) {
        return new Filter(stages, Optional.empty(), Optional.empty(), limit);
    }

    /** The oldest items in these stages. */
    public static Filter oldestIn(Set<Stage> stages, int limit) {
        return new Filter(stages, Optional.empty(), Optional.empty(), limit, true);
    }
}
