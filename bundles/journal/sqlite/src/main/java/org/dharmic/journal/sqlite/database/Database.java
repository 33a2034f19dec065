package org.dharmic.journal.sqlite.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Stage;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Migrations;
import org.dharmic.support.sqlite.Readers;
import org.dharmic.support.sqlite.Soundness;
import org.dharmic.support.sqlite.Work;
import org.dharmic.support.sqlite.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the journal: opens it, changes it by the one writer, reads beside it, and knows what is wrong with it.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Migrations SCHEMA = Migrations.beside(Database.class, "schema-1.sql", "schema-2.sql");
    private static final int READERS = 2;

    private final Path file;
    private final LongSupplier nanos;
    private final Succession succession;
    private final Counts counts;
    private final Observer observer;
    private final Writer writer;
    private final Commits commits;
    private final Readers readers;
    private final Soundness soundness;
    private volatile Duration busy;
    private boolean opened;

    /**
     * Opens the file, which is there, and takes over from the processes before.
     *
     * @param nanos measures how long a change takes
     */
    public Database(
            Path file, Duration busy, LongSupplier nanos, Succession succession, Counts counts, Observer observer) {
        this.file = file;
        this.busy = busy;
        this.nanos = nanos;
        this.succession = succession;
        this.counts = counts;
        this.observer = observer;
        this.soundness = new Soundness(file);
        try {
            this.writer = new Writer(file, busy);
        } catch (SQLException e) {
            throw failure(e);
        }
        this.commits = new Commits(writer);
        this.readers = new Readers(file, busy, READERS);
        try {
            SCHEMA.apply(writer, file);
            writer.inTransaction(db -> {
                succession.takeOver(db);
                counts.read(db);
                return null;
            });
            opened = true;
        } catch (SQLException e) {
            closeAfter(e);
            throw failure(e);
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Throwable cause) {
        try {
            close();
        } catch (JournalException e) {
            cause.addSuppressed(e);
        }
    }

    public Path file() {
        return file;
    }

    /** What file and log take on the disk. */
    public long bytes() {
        long sum = 0;
        for (Path each : List.of(file, file.resolveSibling("journal.db-wal"))) {
            try {
                sum += Files.exists(each) ? Files.size(each) : 0;
            } catch (IOException e) {
                // The log has been folded in between the two questions; its bytes are in the file by now.
                continue;
            }
        }
        return sum;
    }

    /** What is wrong with the file, empty when nothing is known to be. */
    public String damage() {
        return soundness.damage();
    }

    /** How long to wait for another process that holds the file. */
    public Duration busy() {
        return busy;
    }

    /** Takes note of damage that a check has found: nothing is changed from then on. Returns what to tell. */
    public String damaged(String problem) {
        return soundness.found(problem);
    }

    public void busyTimeout(Duration changed) {
        busy = changed;
        try {
            writer.busyTimeout(changed);
            readers.resize(READERS, changed);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Reads the whole file and looks whether it is sound; if not, nothing is changed in it from then on. Takes time in
     * proportion to its size, beside everything else; {@link #endCheck} ends it.
     *
     * @return what is wrong, empty when it is sound
     */
    public String check() {
        try {
            return soundness.check(busy);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Ends a check that is running on another thread, which throws there, and lets no other begin. */
    public void endCheck() {
        soundness.endCheck();
    }

    @Override
    public void close() {
        endCheck();
        try (writer) {
            if (opened && damage().isEmpty()) {
                sign();
            }
            readers.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Without it nothing is lost: items in hand then count as if the process had died. */
    private void sign() {
        try {
            writer.inTransaction(
                    db -> {
                        succession.leave(db);
                        return null;
                    },
                    false);
        } catch (SQLException e) {
            LOG.debug("The journal is closed without saying so in its file", e);
        }
    }

    // ---- transactions

    /** Changes nothing but the file and its {@link Effects}: it may be run again when a transaction came to nothing. */
    @FunctionalInterface
    public interface Change<R> {
        R on(Link db, Effects effects) throws SQLException;
    }

    public <R> R change(Change<R> change) {
        return change(change, Commits.Turn.USUAL);
    }

    /** A change that a server is kept waiting for: it goes before all others, and is forced like them. */
    public <R> R changeFirst(Change<R> change) {
        return change(change, Commits.Turn.PRESSING);
    }

    /** A change that may be forgotten when the machine loses its power. */
    public <R> R changeUnforced(Change<R> change) {
        return change(change, Commits.Turn.FORGETTABLE);
    }

    private <R> R change(Change<R> change, Commits.Turn turn) {
        if (!damage().isEmpty()) {
            throw new JournalException(damage());
        }
        long start = nanos.getAsLong();
        Commits.Outcome<R> outcome;
        try {
            outcome = commits.commit(change, turn);
        } catch (SQLException e) {
            throw failure(e);
        }
        if (outcome.effects().wrote) {
            tell(outcome.effects(), Duration.ofNanos(nanos.getAsLong() - start));
        }
        return outcome.result();
    }

    private void tell(Effects effects, Duration took) {
        counts.follow(effects);
        try {
            notify(effects, took);
        } catch (RuntimeException e) {
            // The change is durable; whoever called must not take it for undone because somebody else could not be
            // told.
            LOG.warn("A change was stored and could not be told: {}", e.getMessage(), e);
        }
    }

    private void notify(Effects effects, Duration took) {
        observer.committed(took);
        effects.reached.forEach(observer::moved);
        for (Stage stage : effects.staged) {
            if (counts.items(stage) > 0) {
                observer.staged(stage);
            }
        }
    }

    public <R> R look(Work<R> work) {
        try {
            return readers.read(work);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    public JournalException failure(SQLException e) {
        return new JournalException(soundness.explain(e), e);
    }
}
