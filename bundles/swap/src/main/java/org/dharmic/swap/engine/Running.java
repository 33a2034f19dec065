package org.dharmic.swap.engine;

import java.util.Optional;
import org.osgi.framework.Version;

/**
 * A bundle of the running container.
 *
 * @param location that it was installed with; an upgrade in place does not change it
 * @param level its start level
 * @param state of the framework, in lower case
 * @param active it runs, or begins with its first use
 * @param fragment it is attached to another and never runs itself
 * @param lastModified changes whenever it is installed, updated or uninstalled
 */
public record Running(
        long id,
        String symbolicName,
        Version version,
        String location,
        int level,
        String state,
        boolean active,
        boolean fragment,
        long lastModified) {

    private static final String OURS = "org.dharmic.";

    /** The subsystem it belongs to; empty for bundles of others. */
    public Optional<String> house() {
        return house(symbolicName);
    }

    /** {@code vault} of {@code org.dharmic.vault.lucene}. */
    public static Optional<String> house(String symbolicName) {
        return symbolicName.startsWith(OURS)
                ? Optional.of(symbolicName.substring(OURS.length()).split("\\.", 2)[0])
                : Optional.empty();
    }
}
