package org.dharmic.journal.sqlite;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.sqlite.upkeep.Keeper;
import org.dharmic.support.sqlite.Late;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal in one folder, with the thread that looks after it. Opens on that thread; who calls before waits for it. */
final class Place {

    private static final Logger LOG = LoggerFactory.getLogger(Place.class);
    /** Opening takes milliseconds; a disk that is full or gone takes minutes to mend. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

    private final Path folder;
    private final Late<SqliteJournal> journal;
    private final Keeper keeper;

    /** @param keep age at which finished items give up their texts, zero for never */
    Place(Path folder, Function<Path, SqliteJournal> opening, Supplier<Duration> keep, Clock clock) {
        this.folder = folder;
        journal = new Late<>(() -> opening.apply(folder), BETWEEN_ATTEMPTS, clock);
        keeper = new Keeper(journal, keep, clock);
    }

    void start() {
        keeper.start();
    }

    Path folder() {
        return folder;
    }

    Optional<SqliteJournal> now() {
        return journal.now();
    }

    Optional<Late.Failure> failure() {
        return journal.failure();
    }

    SqliteJournal opened() {
        try {
            return journal.get();
        } catch (Late.NotOpen e) {
            throw new JournalException(e.getMessage(), e);
        }
    }

    /** Ends what the thread is at; part of {@link #close}, which may come later. */
    void leave() {
        keeper.close();
    }

    /** False when the thread did not end within {@code limit}. */
    boolean close(Duration limit) {
        leave();
        boolean ended = false;
        try {
            ended = keeper.awaitEnd(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            journal.close();
        } catch (Exception e) {
            LOG.warn("The journal did not close cleanly; it recovers when it is opened: {}", e.getMessage(), e);
        }
        return ended;
    }
}
