package org.dharmic.journal.sqlite.database;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Writer;

/**
 * Takes the changes that several threads want at once to the disk together: what came while one commit was being forced
 * goes with the next one. Who waits, waits for two forced writes at the most, however many others there are; so a flood of
 * arrivals does not keep the replies from going out. What need not be forced goes before, and waits for one: whoever takes
 * up one item after the other would otherwise wait for the disk each time. And what a server is kept waiting for goes before
 * that: it is small, and there is no more of it than replies.
 *
 * <p>Among equals first come, first served. Whoever stands in front does the work for those behind; nobody else runs them, so no thread
 * is needed.
 */
final class Commits {

    /** A group is one transaction, and whoever comes meanwhile waits for the whole of it. */
    private static final int MOST = 32;

    /** When a change has its turn, in this order, and whether its commit is forced. */
    enum Turn {
        PRESSING(true),
        FORGETTABLE(false),
        USUAL(true);

        private final boolean forced;

        Turn(boolean forced) {
            this.forced = forced;
        }
    }

    private final Writer writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiting<?>> queue = new ArrayDeque<>();

    Commits(Writer writer) {
        this.writer = writer;
    }

    /**
     * What came of a change.
     *
     * @param effects what it did besides its result
     */
    record Outcome<R>(R result, Effects effects) {}

    /** A change with the one who waits for it. Written by one thread, read by another after the lock has passed over. */
    private static final class Waiting<R> {
        private final Database.Change<R> change;
        private final Turn turn;
        private final Condition ended;
        private Outcome<R> outcome;
        private Throwable failure;
        private boolean begun;
        private boolean done;

        Waiting(Database.Change<R> change, Turn turn, Condition ended) {
            this.change = change;
            this.turn = turn;
            this.ended = ended;
        }

        /** May be called again after a transaction that came to nothing. */
        void run(Link db) throws SQLException {
            begun = true;
            Effects effects = new Effects();
            outcome = new Outcome<>(change.on(db, effects), effects);
        }

        Outcome<R> get() throws SQLException {
            if (failure instanceof SQLException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return outcome;
        }
    }

    /**
     * Makes a change durable, alone or together with others. What one of them throws concerns nobody else.
     *
     * @param change may be run more than once, the earlier times without effect
     */
    <R> Outcome<R> commit(Database.Change<R> change, Turn turn) throws SQLException {
        Waiting<R> mine = new Waiting<>(change, turn, lock.newCondition());
        if (isInFront(mine)) {
            for (Turn each : Turn.values()) {
                if (!mine.done) { // otherwise the next in the queue stands in front
                    together(waitingFor(each));
                }
            }
        }
        return mine.get();
    }

    private void together(List<Waiting<?>> group) {
        if (!group.isEmpty()) {
            try {
                run(group);
            } finally {
                end(group);
            }
        }
    }

    /** Waits until it is. False when somebody else has done it meanwhile. */
    private boolean isInFront(Waiting<?> mine) {
        lock.lock();
        try {
            queue.add(mine);
            while (!mine.done && queue.peek() != mine) {
                mine.ended.awaitUninterruptibly();
            }
            return !mine.done;
        } finally {
            lock.unlock();
        }
    }

    /** Also those that came a moment ago, while others had their turn. */
    private List<Waiting<?>> waitingFor(Turn turn) {
        lock.lock();
        try {
            List<Waiting<?>> group = new ArrayList<>();
            queue.stream().filter(each -> each.turn == turn).limit(MOST).forEach(group::add);
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void run(List<Waiting<?>> group) {
        Throwable together = runIn(group);
        if (together == null) {
            return;
        }
        // Storage that cannot begin or commit concerns all, and a second attempt would only wait as long again.
        boolean storage =
                group.stream().noneMatch(each -> each.begun) || group.stream().allMatch(each -> each.outcome != null);
        boolean clear = storage || group.size() == 1;
        // Otherwise one of them spoiled it for all; which one shows when each is run by itself.
        group.forEach(each -> each.failure = clear ? together : runIn(List.of(each)));
    }

    /** Runs them in one transaction. Returns why it came to nothing, null when it is committed. */
    private Throwable runIn(List<Waiting<?>> group) {
        try {
            writer.inTransaction(
                    db -> {
                        for (Waiting<?> each : group) {
                            each.run(db);
                        }
                        return null;
                    },
                    group.get(0).turn.forced);
            return null;
        } catch (SQLException | RuntimeException | Error e) {
            return e;
        }
    }

    private void end(List<Waiting<?>> group) {
        lock.lock();
        try {
            for (Waiting<?> each : group) {
                queue.remove(each);
                if (each.outcome == null && each.failure == null) {
                    each.failure = new IllegalStateException("the change was not run");
                }
                each.done = true;
                each.ended.signal();
            }
            Waiting<?> next = queue.peek();
            if (next != null) {
                next.ended.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
