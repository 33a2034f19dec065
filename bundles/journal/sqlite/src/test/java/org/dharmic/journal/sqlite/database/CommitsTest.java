package org.dharmic.journal.sqlite.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.dharmic.journal.sqlite.database.Commits.Turn;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.dharmic.support.sqlite.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitsTest {

    private static final int THREADS = 8;

    @TempDir
    Path folder;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Path file;
    private Writer writer;
    private Commits commits;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("t.db");
        Sqlite.create(file);
        writer = new Writer(file, Duration.ofSeconds(1));
        writer.inTransaction(db -> {
            db.script("CREATE TABLE t (n INTEGER PRIMARY KEY)");
            return null;
        });
        commits = new Commits(writer);
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        writer.close();
    }

    private static Database.Change<String> insert(int n) {
        return (db, effects) -> {
            db.update("INSERT INTO t VALUES (?)", n);
            return Thread.currentThread().getName();
        };
    }

    /** The first of several is held up until all the others wait behind it. */
    private List<Future<String>> atOnce(List<Database.Change<String>> changes) throws Exception {
        return atOnce(number -> number % 2 == 1 ? Turn.USUAL : Turn.FORGETTABLE, changes);
    }

    /** @param turn by the number of the change */
    private List<Future<String>> atOnce(IntFunction<Turn> turn, List<Database.Change<String>> changes)
            throws Exception {
        Future<?> first = threads.submit(() -> commits.commit(
                (db, effects) -> {
                    busy.countDown();
                    await().until(() -> goOn.getCount() == 0);
                    return "";
                },
                Turn.FORGETTABLE));
        busy.await();
        Set<Thread> waiting = ConcurrentHashMap.newKeySet();
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            int number = i;
            results.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return commits.commit(changes.get(number), turn.apply(number)).result();
            }));
        }
        await().until(() -> waiting.size() == changes.size()
                && waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        goOn.countDown();
        first.get(10, TimeUnit.SECONDS);
        return results;
    }

    private List<Integer> stored() throws SQLException {
        try (Link link = Sqlite.reader(file, Duration.ofSeconds(1))) {
            return link.list("SELECT n FROM t ORDER BY n", row -> row.getInt(1));
        }
    }

    @Test
    void whatComesMeanwhileGoesTogether() throws Exception {
        List<Future<String>> results =
                atOnce(number -> Turn.USUAL, List.of(insert(1), insert(2), insert(3), insert(4)));
        List<String> workers = new ArrayList<>();
        for (Future<String> result : results) {
            workers.add(result.get(10, TimeUnit.SECONDS));
        }
        assertThat(workers).hasSize(4).containsOnly(workers.get(0));
        assertThat(stored()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatNeedNotBeForcedGoesTogetherBeforeWhatMust() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Database.Change<String>> changes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            changes.add((db, effects) -> {
                order.add(number);
                return insert(number).on(db, effects);
            });
        }
        List<String> workers = new ArrayList<>();
        for (Future<String> result : atOnce(number -> number < 2 ? Turn.USUAL : Turn.FORGETTABLE, changes)) {
            workers.add(result.get(10, TimeUnit.SECONDS));
        }
        assertThat(order.subList(0, 2)).containsExactlyInAnyOrder(2, 3);
        assertThat(order.subList(2, 4)).containsExactlyInAnyOrder(0, 1);
        assertThat(workers.get(0)).isEqualTo(workers.get(1));
        assertThat(workers.get(2)).isEqualTo(workers.get(3));
        assertThat(stored()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatIsPressingGoesFirst() throws Exception {
        List<Turn> order = Collections.synchronizedList(new ArrayList<>());
        List<Turn> turns = List.of(Turn.USUAL, Turn.FORGETTABLE, Turn.PRESSING, Turn.USUAL, Turn.PRESSING);
        List<Database.Change<String>> changes = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            int number = i;
            changes.add((db, effects) -> {
                order.add(turns.get(number));
                return insert(number).on(db, effects);
            });
        }
        for (Future<String> result : atOnce(turns::get, changes)) {
            result.get(10, TimeUnit.SECONDS);
        }
        assertThat(order).containsExactly(Turn.PRESSING, Turn.PRESSING, Turn.FORGETTABLE, Turn.USUAL, Turn.USUAL);
        assertThat(stored()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatOneThrowsConcernsNobodyElse() throws Exception {
        List<Future<String>> results = atOnce(List.of(
                insert(1),
                (db, effects) -> {
                    db.update("INSERT INTO t VALUES (9)");
                    throw new IllegalStateException("mine");
                },
                insert(2),
                (db, effects) -> {
                    db.update("INSERT INTO nowhere VALUES (1)");
                    return "";
                },
                insert(3)));
        for (int good : List.of(0, 2, 4)) {
            assertThat(results.get(good).get(10, TimeUnit.SECONDS)).isNotEmpty();
        }
        assertThatThrownBy(() -> results.get(1).get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mine");
        assertThatThrownBy(() -> results.get(3).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(SQLException.class)
                .hasMessageContaining("nowhere");
        assertThat(stored()).containsExactly(1, 2, 3);
    }

    @Test
    void storageThatCannotBeginOrCommitIsTriedOnceForAll() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Database.Change<String> dangling = (db, effects) -> {
            runs.incrementAndGet();
            db.update("INSERT INTO child VALUES (7)");
            return "";
        };
        writer.inTransaction(db -> {
            db.script("CREATE TABLE child (n REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED)");
            return null;
        });
        for (Future<String> result : atOnce(List.of(dangling, dangling, dangling))) {
            assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(SQLException.class);
        }
        assertThat(runs).as("the commit refuses, and nobody is run again").hasValue(3);
        assertThat(commits.commit(insert(1), Turn.USUAL).result()).isNotEmpty();
    }

    @Test
    void afterTheEndEverybodyIsTold() throws Exception {
        writer.close();
        assertThatThrownBy(() -> commits.commit(insert(1), Turn.USUAL))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("closed");
    }
}
