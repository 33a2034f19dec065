package org.dharmic.deepmemory.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.dharmic.deepmemory.DeepMemoryException;
import org.dharmic.support.sqlite.Migrations;
import org.dharmic.support.sqlite.Readers;
import org.dharmic.support.sqlite.Soundness;
import org.dharmic.support.sqlite.Sqlite;
import org.dharmic.support.sqlite.Work;
import org.dharmic.support.sqlite.Writer;

/** The file of the memory: opens it, changes it by the one writer, reads beside it, and knows what is wrong with it. */
final class MemoryFile implements AutoCloseable {

    private static final Migrations SCHEMA = Migrations.beside(MemoryFile.class, "schema-1.sql");
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final Path file;
    private final Writer writer;
    private final Readers readers;
    private final Soundness soundness;

    /**
     * Opens the file, and makes it when there is none.
     *
     * @param kept connections kept open for reading, 0 to open one for each question
     * @throws DeepMemoryException when it cannot be opened; nothing is open then
     */
    MemoryFile(Path file, int kept) {
        this.file = file;
        this.soundness = new Soundness(file);
        try {
            Sqlite.create(file);
            this.writer = new Writer(file, BUSY);
        } catch (IOException e) {
            throw new DeepMemoryException(
                    "the memory in " + file + " cannot be opened: " + e
                            + "; check that it is a place the platform's user may write to",
                    e);
        } catch (SQLException e) {
            throw failure(e);
        }
        this.readers = new Readers(file, BUSY, kept);
        try {
            SCHEMA.apply(writer, file);
        } catch (SQLException e) {
            closeAfter(e);
            throw failure(e);
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    /** What could not be used is closed; that it could not be closed either is said beside. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (DeepMemoryException e) {
            cause.addSuppressed(e);
        }
    }

    Path path() {
        return file;
    }

    <R> R change(Work<R> work) {
        if (!damage().isEmpty()) {
            throw new DeepMemoryException(damage(), null);
        }
        try {
            return writer.inTransaction(work);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    <R> R look(Work<R> work) {
        try {
            return readers.read(work);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Keeps so many connections for reading from now on. */
    void resize(int kept) {
        try {
            readers.resize(kept, BUSY);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Reads the whole file and looks whether it is sound; if not, nothing is changed in it from then on. Takes time; {@link
     * #endCheck} ends it.
     *
     * @return what is wrong, empty when it is sound
     */
    String check() {
        try {
            return soundness.check(BUSY);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Ends a check that is running on another thread, which throws there, and lets no other begin. */
    void endCheck() {
        soundness.endCheck();
    }

    /** What is wrong with the file, empty when nothing is known to be. */
    String damage() {
        return soundness.damage();
    }

    /** Readers first: the last connection folds the log into the file, and that is the writer's. */
    @Override
    public void close() {
        endCheck();
        try (writer) {
            readers.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private DeepMemoryException failure(SQLException e) {
        return new DeepMemoryException(soundness.explain(e), e);
    }
}
