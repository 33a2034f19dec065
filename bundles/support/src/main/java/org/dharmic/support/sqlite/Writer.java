package org.dharmic.support.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one connection that writes to a file, and the order of those who want to write: each piece of work is one
 * transaction, whole or not at all. Safe for many threads.
 */
public final class Writer implements AutoCloseable {

    private final Path file;
    /** Held during a transaction, never during other I/O. Fair: nobody starves behind a busy worker. */
    private final ReentrantLock lock = new ReentrantLock(true);

    /** How long {@link #close} waits before, and again after, it ends a transaction under way. */
    private static final Duration LEAVING = Duration.ofMillis(500);

    private Duration busy;
    private volatile Link link;
    /** As the connection is set now. */
    private boolean forcing = true;

    private volatile boolean closed;

    public Writer(Path file, Duration busy) throws SQLException {
        this.file = file;
        this.busy = busy;
        this.link = Sqlite.writer(file, busy);
    }

    /** How long to wait for another process that holds the file. */
    public void busyTimeout(Duration changed) throws SQLException {
        lock.lock();
        try {
            if (!changed.equals(busy)) {
                busy = changed;
                discard();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does the work in a transaction and commits it. When the work or the commit throws, nothing of it stays.
     *
     * @throws SQLException when storage failed, or this writer is closed
     */
    public <R> R inTransaction(Work<R> work) throws SQLException {
        return inTransaction(work, true);
    }

    /**
     * As {@link #inTransaction(Work)}.
     *
     * @param forced false: the commit outlives this process, not a machine that loses its power; then the file is as it was
     *     before it, and sound. The next forced commit takes it along. For what may be forgotten, at a fraction of the time.
     */
    public <R> R inTransaction(Work<R> work, boolean forced) throws SQLException {
        lock.lock();
        try {
            Link current = current();
            force(current, forced);
            current.update("BEGIN IMMEDIATE");
            boolean committed = false;
            try {
                R result = work.on(current);
                current.update("COMMIT");
                committed = true;
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                if (!committed) {
                    undo(current, e);
                }
                throw e;
            }
        } finally {
            letGo();
        }
    }

    private void force(Link current, boolean wanted) throws SQLException {
        if (forcing != wanted) {
            current.script("PRAGMA synchronous = " + (wanted ? "FULL" : "NORMAL"));
            forcing = wanted;
        }
    }

    /** Whoever outlived {@link #close} leaves no connection behind either. */
    private void letGo() throws SQLException {
        try {
            if (closed) {
                discard();
            }
        } finally {
            lock.unlock();
        }
    }

    private Link current() throws SQLException {
        if (closed) {
            throw new SQLException(file + " is closed");
        }
        if (link == null) {
            link = Sqlite.writer(file, busy);
            forcing = true;
        }
        return link;
    }

    /** After a full disk SQLite may have rolled back by itself; then a new connection is the way to a known state. */
    private void undo(Link current, Throwable cause) {
        try {
            current.update("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
            try {
                discard();
            } catch (SQLException again) {
                cause.addSuppressed(again);
            }
        }
    }

    private void discard() throws SQLException {
        Link before = link;
        link = null;
        if (before != null) {
            before.close();
        }
    }

    /**
     * Closes the connection. A transaction under way is given a moment, then it is ended and nothing of it stays; one that
     * even then hangs, on its disk, closes the connection itself when it comes back.
     *
     * @throws SQLException when closing failed, or a transaction hangs
     */
    @Override
    public void close() throws SQLException {
        closed = true;
        if (!lockWithin(LEAVING)) {
            Link hanging = link;
            if (hanging != null) {
                hanging.interrupt();
            }
            if (!lockWithin(LEAVING)) {
                throw new SQLException(file + " is still being written; it is closed when that ends");
            }
        }
        try {
            discard();
        } finally {
            lock.unlock();
        }
    }

    private boolean lockWithin(Duration wait) {
        try {
            return lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }
}
