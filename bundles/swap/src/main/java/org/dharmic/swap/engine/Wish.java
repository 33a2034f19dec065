package org.dharmic.swap.engine;

import java.util.List;
import java.util.Map;
import org.dharmic.swap.Request;
import org.dharmic.swap.jar.RevisionJar;

/**
 * A request whose jars have been read.
 *
 * @param back it goes back to what ran once: older versions and any removal are right
 * @param lines where the revisions belong on the start list, by symbolic name; only when going back
 */
record Wish(
        Request.Kind kind,
        List<RevisionJar> jars,
        List<String> remove,
        boolean force,
        int level,
        boolean back,
        Map<String, Place> lines) {

    /** A line of the start list. */
    record Place(String location, int level) {}

    Wish {
        jars = List.copyOf(jars);
        remove = List.copyOf(remove);
        lines = Map.copyOf(lines);
    }

    static Wish of(Request request, List<RevisionJar> jars) {
        return new Wish(request.kind(), jars, request.remove(), request.force(), request.level(), false, Map.of());
    }
}
