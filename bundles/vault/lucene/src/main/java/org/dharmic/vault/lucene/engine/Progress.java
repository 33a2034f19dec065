package org.dharmic.vault.lucene.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;

/** How far the engine is; written by its owner thread, read by all. */
final class Progress {

    private final Clock clock;
    private volatile Phase phase = Phase.STARTING;
    private volatile Instant since;
    private volatile String message = "the index is being opened";
    private volatile long done;
    private volatile long expected;
    private volatile long problems;
    private volatile Optional<Instant> built = Optional.empty();

    Progress(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    void is(Phase now, String why) {
        if (now != phase) {
            since = clock.instant();
        }
        if (now != Phase.BUILDING) {
            done = 0;
            expected = 0;
        }
        message = why;
        phase = now;
    }

    /** Since when the phase is what it is. */
    Instant since() {
        return since;
    }

    Phase phase() {
        return phase;
    }

    void counting(long doneNow, long expectedNow) {
        expected = expectedNow;
        done = doneNow;
    }

    void problems(long count) {
        problems = count;
    }

    void built(Optional<Instant> at) {
        built = at;
    }

    IndexState state(long files, long passages) {
        long doneNow = done;
        long expectedNow = expected;
        String text = phase == Phase.BUILDING && expectedNow > 0
                ? message + ", " + doneNow * 100 / expectedNow + " % (" + doneNow + " of " + expectedNow + " files)"
                : message;
        return new IndexState(phase, files, passages, doneNow, expectedNow, problems, built, text);
    }
}
