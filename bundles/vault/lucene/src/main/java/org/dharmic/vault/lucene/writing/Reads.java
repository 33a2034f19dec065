package org.dharmic.vault.lucene.writing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What was read of the vault, and when last. Safe for many threads. Forgotten when the room leaves. */
public final class Reads {

    private static final int MOST = 10;

    /**
     * As of now.
     *
     * @param at when something was read last
     * @param paths the last ones, the latest last
     */
    public record Seen(Optional<Instant> at, List<String> paths) {
        public Seen {
            paths = List.copyOf(paths);
        }
    }

    private final Clock clock;
    private final Deque<String> paths = new ArrayDeque<>();
    private Instant at;

    public Reads(Clock clock) {
        this.clock = clock;
    }

    public synchronized void read(String path) {
        at = clock.instant();
        paths.remove(path);
        paths.addLast(path);
        if (paths.size() > MOST) {
            paths.removeFirst();
        }
    }

    public synchronized Seen seen() {
        return new Seen(Optional.ofNullable(at), List.copyOf(paths));
    }
}
