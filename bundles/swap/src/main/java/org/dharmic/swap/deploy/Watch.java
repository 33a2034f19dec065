package org.dharmic.swap.deploy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Since when each file is as it is, on the monotonic clock; and what was read of it. */
final class Watch {

    /** One version of a file. */
    static final class Seen {
        final Stamp stamp;
        final long nanos;
        final Instant at;
        private Inspection inspection;

        private Seen(Stamp stamp, long nanos, Instant at) {
            this.stamp = stamp;
            this.nanos = nanos;
            this.at = at;
        }

        /** Reads the jar, once for each version of the file. */
        Inspection inspect(java.nio.file.Path file) {
            if (inspection == null) {
                inspection = Inspection.of(file);
            }
            return inspection;
        }
    }

    /**
     * @param jar empty when the file is no whole jar
     * @param problem why not
     */
    record Inspection(Optional<DroppedJar> jar, String problem) {
        static Inspection of(java.nio.file.Path file) {
            try {
                return new Inspection(Optional.of(DroppedJar.read(file)), "");
            } catch (java.io.IOException e) {
                return new Inspection(Optional.empty(), org.dharmic.launcher.instance.Reason.of(e));
            } catch (RuntimeException e) {
                // The JDK's reader has several for tables of contents that are nonsense.
                return new Inspection(Optional.empty(), e.toString());
            }
        }
    }

    private final Map<String, Seen> files = new HashMap<>();
    private final Map<String, Long> missing = new HashMap<>();

    void keepOnly(Set<String> present) {
        files.keySet().retainAll(present);
        missing.keySet().removeAll(present);
    }

    Seen see(String name, Stamp stamp, long nanos, Instant at) {
        Seen seen = files.get(name);
        if (seen == null || !seen.stamp.equals(stamp)) {
            seen = new Seen(stamp, nanos, at);
            files.put(name, seen);
        }
        return seen;
    }

    /** For how long a file has been gone. */
    long missingFor(String name, long nanos) {
        return nanos - missing.computeIfAbsent(name, key -> nanos);
    }

    void forget(String name) {
        missing.remove(name);
    }
}
