package org.dharmic.support.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections that read, kept open for the next question. With a size of 0 none is kept: each question opens its own.
 * Connections are opened when first needed. Safe for many threads.
 */
public final class Readers implements AutoCloseable {

    /** How long {@link #close} waits before, and again after, it ends the reading under way. */
    private static final Duration LEAVING = Duration.ofMillis(500);

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final Deque<Link> idle = new ArrayDeque<>();
    /** Those in use, for {@link #close} alone. */
    private final Set<Link> inUse = new HashSet<>();

    private Duration busy;
    private int size;
    private int lent;
    private boolean closed;

    public Readers(Path file, Duration busy, int size) {
        this.file = file;
        this.busy = busy;
        this.size = size;
    }

    /** Keeps so many connections from now on. */
    public void resize(int changed, Duration changedBusy) throws SQLException {
        List<Link> surplus = new ArrayList<>();
        lock.lock();
        try {
            boolean all = !changedBusy.equals(busy);
            size = changed;
            busy = changedBusy;
            while (!idle.isEmpty() && (all || idle.size() + lent > size)) {
                surplus.add(idle.pop());
            }
            returned.signalAll();
        } finally {
            lock.unlock();
        }
        closeAll(surplus);
    }

    /**
     * Does the work on one state of the file: what is committed meanwhile is not seen. Waits while all connections are
     * lent.
     *
     * @throws SQLException when storage failed, this pool is closed, or the thread was interrupted while waiting
     */
    public <R> R read(Work<R> work) throws SQLException {
        Link link = borrow();
        boolean sound = false;
        try {
            link.update("BEGIN");
            R result = work.on(link);
            link.update("COMMIT");
            sound = true;
            return result;
        } finally {
            giveBack(link, sound);
        }
    }

    private Link borrow() throws SQLException {
        Duration wait;
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new SQLException(file + " is closed");
                }
                if (!idle.isEmpty()) {
                    lent++;
                    inUse.add(idle.peek());
                    return idle.pop();
                }
                if (size == 0 || lent < size) {
                    lent++;
                    wait = busy;
                    break;
                }
                returned.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a reader of " + file, e);
        } finally {
            lock.unlock();
        }
        try {
            Link opened = Sqlite.reader(file, wait);
            lock.lock();
            try {
                inUse.add(opened);
            } finally {
                lock.unlock();
            }
            return opened;
        } catch (SQLException | RuntimeException | Error e) {
            lock.lock();
            try {
                lent--;
                returned.signalAll();
            } finally {
                lock.unlock();
            }
            throw e;
        }
    }

    private void giveBack(Link link, boolean sound) throws SQLException {
        boolean keep;
        lock.lock();
        try {
            inUse.remove(link);
            keep = sound && !closed && idle.size() + lent <= size;
            if (keep) {
                idle.push(link);
                lent--;
                returned.signal();
            }
        } finally {
            lock.unlock();
        }
        if (!keep) {
            discard(link);
        }
    }

    /** Counted as lent until it is closed: whoever closes the pool waits for it. */
    private void discard(Link link) throws SQLException {
        try {
            link.close();
        } finally {
            lock.lock();
            try {
                lent--;
                returned.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Closes all connections. Reading under way is given a moment, then it is ended; what even then hangs, on its disk, is
     * closed when it comes back.
     */
    @Override
    public void close() throws SQLException {
        List<Link> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(idle);
            idle.clear();
            returned.signalAll();
        } finally {
            lock.unlock();
        }
        closeAll(all);
        if (!awaitReturned()) {
            hanging().forEach(Link::interrupt);
            awaitReturned();
        }
    }

    private List<Link> hanging() {
        lock.lock();
        try {
            return List.copyOf(inUse);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitReturned() {
        long nanos = LEAVING.toNanos();
        lock.lock();
        try {
            while (lent > 0 && nanos > 0) {
                nanos = returned.awaitNanos(nanos);
            }
            return lent == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static void closeAll(List<Link> links) throws SQLException {
        SQLException first = null;
        for (Link link : links) {
            try {
                link.close();
            } catch (SQLException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
