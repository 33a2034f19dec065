package org.dharmic.swap.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one file.
 *
 * @param stamp of the version of the file that this is about
 * @param outcome what came of that version
 * @param exchange id in the history of the attempt; empty when there was none
 * @param set names of the files that were tried together, this one among them
 * @param brought what this file last brought; a later version of it that was refused changes nothing of that
 */
record Entry(
        String file,
        Stamp stamp,
        DroppedJar jar,
        FileState.State outcome,
        String exchange,
        Instant at,
        List<String> set,
        List<String> reasons,
        Optional<Brought> brought) {

    /**
     * A revision that runs because of a file.
     *
     * @param exchange id in the history of what brought it
     * @param installed it was not there before
     */
    record Brought(String exchange, String symbolicName, String version, String sha256, boolean installed) {}

    Entry {
        set = List.copyOf(set);
        reasons = List.copyOf(reasons);
    }

    Entry with(Stamp newStamp) {
        return new Entry(file, newStamp, jar, outcome, exchange, at, set, reasons, brought);
    }

    Entry with(Optional<Brought> other) {
        return new Entry(file, stamp, jar, outcome, exchange, at, set, reasons, other);
    }

    Entry with(FileState.State other, List<String> why, Instant now) {
        return new Entry(file, stamp, jar, other, exchange, now, set, why, brought);
    }

    FileState state() {
        return new FileState(file, outcome, jar.symbolicName(), jar.version(), exchange, at, reasons);
    }
}
