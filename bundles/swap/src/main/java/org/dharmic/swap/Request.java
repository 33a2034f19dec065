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
 * @param origin who wants it, for the history: {@code command} or {@code deploy/<file>}
 */
public record Request(Kind kind, List<Path> jars, List<String> remove, boolean force, String origin) {

    /** What may happen. */
    public enum Kind {
        /** Every jar must be a newer revision of a bundle on the start list. */
        UPGRADE,
        /** Every jar must be a bundle that is not there yet; it joins the start list. */
        INSTALL,
        /** Each jar is one or the other: what is dropped into a folder. */
        UPGRADE_OR_INSTALL,
        /** The named bundles leave the start list; only such as were installed here, or forced. */
        REMOVE
    }

    public Request {
        Objects.requireNonNull(kind, "kind");
        jars = List.copyOf(jars);
        remove = List.copyOf(remove);
        Objects.requireNonNull(origin, "origin");
    }
}
