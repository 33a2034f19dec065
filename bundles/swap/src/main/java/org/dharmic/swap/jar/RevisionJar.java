package org.dharmic.swap.jar;

import java.nio.file.Path;
import java.util.List;

/**
 * A revision of a bundle: a copy of a jar that nobody else writes to.
 *
 * @param file the copy
 * @param source what it was copied from, for messages
 * @param sha256 of its bytes, in hexadecimal
 * @param pids whose configuration it reads: its symbolic name, and what its metatype designates
 */
public record RevisionJar(Path file, Path source, String sha256, BundleManifest manifest, List<String> pids) {

    public RevisionJar {
        pids = List.copyOf(pids);
    }

    public String symbolicName() {
        return manifest.symbolicName();
    }

    public String version() {
        return manifest.version().toString();
    }

    /** How messages call it. */
    public String title() {
        return source.getFileName() + " (" + symbolicName() + " " + version() + ")";
    }
}
