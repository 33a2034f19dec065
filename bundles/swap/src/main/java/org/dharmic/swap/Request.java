package org.dharmic.swap;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What somebody wants exchanged.
 *
 * @param kind what may happen to which bundles
 * @param jars files that hold the new revisions, in any order; copied before anything else is done with them
 * @param remove symbolic names of bundles that are to go, for {@link Kind#REMOVE} alone
 * @param force also refresh bundles beyond the subsystem of the set
 * @param level start level of bundles that are new, 1 to 999
 * @param origin who wants it, for the history: {@code command} or {@code deploy/<file>}
 */
public record Request(Kind kind, List<Path> jars, List<String> remove, boolean force, int level, String origin) {

    /** Where rooms that work on their own begin; see the start list. */
    public static final int DEFAULT_LEVEL = 70;

    /** What may happen. */
    public enum Kind {
        /** Every jar must be a newer revision of a bundle on the start list. */
        UPGRADE,
        /** Every jar must be a bundle that is not there yet; it joins the start list. */
        INSTALL,
        /** Each jar is one or the other: what is dropped into a folder. */
        UPGRADE_OR_INSTALL,
        /** Of all jars those count that are new or newer than what runs; what runs in the same or a newer version stays. */
        NEWER,
        /** The named bundles leave the start list; only such as were installed here, or forced. */
        REMOVE
    }

    public Request {
        Objects.requireNonNull(kind, "kind");
        jars = List.copyOf(jars);
        remove = List.copyOf(remove);
        Objects.requireNonNull(origin, "origin");
        if (level < 1 || level > 999) {
            throw new IllegalArgumentException("a start level must be 1 to 999, was " + level);
        }
    }

    /** With the start level of rooms for whatever is new. */
    public Request(Kind kind, List<Path> jars, List<String> remove, boolean force, String origin) {
        this(kind, jars, remove, force, DEFAULT_LEVEL, origin);
    }
}
