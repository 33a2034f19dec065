package org.dharmic.swap.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the folder asks of the instance it belongs to. */
interface Surroundings {

    /** Why nothing of this instance may be acted upon now, each with what mends it. */
    List<String> refusals();

    /** Whether a file of this owner may be trusted. */
    boolean trusts(int uid);

    /** The jar that the start list names for a running bundle. */
    Optional<Path> listedJar(String symbolicName);
}
