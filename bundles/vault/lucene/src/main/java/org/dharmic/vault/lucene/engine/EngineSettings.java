package org.dharmic.vault.lucene.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How an index is made and kept equal to the vault's folder.
 *
 * @param vault the vault's folder as configured, made absolute; empty when none is configured
 * @param index the folder of the index
 * @param reconcile between two comparisons of index and folder
 * @param watch whether the folder is watched between them
 * @param ramBufferMb for documents that are not yet written
 * @param buildThreads 0 for as many as there are processors, up to a few
 */
public record EngineSettings(
        Optional<Path> vault,
        Path index,
        int passageMaxChars,
        Duration reconcile,
        boolean watch,
        int ramBufferMb,
        int buildThreads) {

    /** With more the disk is what a build waits for, and each has its share of the memory. */
    private static final int MOST_THREADS_UNASKED = 4;

    /** How many read at once during a build. */
    int threadsOfBuild() {
        return buildThreads > 0
                ? buildThreads
                : Math.min(MOST_THREADS_UNASKED, Runtime.getRuntime().availableProcessors());
    }
}
