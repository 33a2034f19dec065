package org.dharmic.support.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSupportTest {

    private static final Duration BUSY = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void create() throws Exception {
        file = folder.resolve("test.db");
        Sqlite.create(file);
    }

    private static long count(Link link) throws SQLException {
        return link.one("SELECT count(*) FROM t", row -> row.getLong(1)).orElseThrow();
    }

    @Test
    void workThatThrowsLeavesNothing() throws Exception {
        try (Writer writer = new Writer(file, BUSY)) {
            writer.inTransaction(link -> link.update("CREATE TABLE t (x)"));
            assertThatThrownBy(() -> writer.inTransaction(link -> {
                        link.update("INSERT INTO t VALUES (1)");
                        throw new IllegalStateException("changed my mind");
                    }))
                    .hasMessage("changed my mind");
            assertThat(writer.inTransaction(SqliteSupportTest::count)).isZero();
            assertThatThrownBy(() -> writer.inTransaction(link -> {
                        link.update("INSERT INTO t VALUES (1)");
                        return link.update("INSERT INTO missing VALUES (1)");
                    }))
                    .isInstanceOf(SQLException.class);
            assertThat(writer.inTransaction(SqliteSupportTest::count)).isZero();
        }
    }

    @Test
    void onlyWhatMayBeForgottenIsNotForced() throws Exception {
        try (Writer writer = new Writer(file, BUSY)) {
            for (boolean forced : new boolean[] {true, false, false, true}) {
                int level = writer.inTransaction(
                        db -> db.one("PRAGMA synchronous", row -> row.getInt(1)).orElseThrow(), forced);
                assertThat(level).as("2 is FULL, 1 NORMAL").isEqualTo(forced ? 2 : 1);
            }
        }
    }

    @Test
    void afterAFullFileWorkGoesOn() throws Exception {
        try (Writer writer = new Writer(file, BUSY)) {
            writer.inTransaction(link -> link.update("CREATE TABLE t (x)"));
            writer.inTransaction(link -> link.one("PRAGMA max_page_count = 4", row -> row.getLong(1)));
            SQLException full = catchFull(writer);
            assertThat(Sqlite.explain(file, full)).contains(file.toString(), "make room");
            assertThat(writer.inTransaction(SqliteSupportTest::count)).isZero();
            writer.inTransaction(link -> link.one("PRAGMA max_page_count = 4000", row -> row.getLong(1)));
            writer.inTransaction(link -> link.update("INSERT INTO t VALUES (zeroblob(100000))"));
            assertThat(writer.inTransaction(SqliteSupportTest::count)).isEqualTo(1);
            assertThat(writer.inTransaction(Sqlite::quickCheck)).isEmpty();
        }
    }

    private static SQLException catchFull(Writer writer) {
        try {
            writer.inTransaction(link -> {
                link.update("INSERT INTO t VALUES (1)");
                return link.update("INSERT INTO t VALUES (zeroblob(100000))");
            });
        } catch (SQLException e) {
            return e;
        }
        throw new AssertionError("there was room");
    }

    @Test
    void anotherProcessesLockIsNamed() throws Exception {
        try (Writer writer = new Writer(file, BUSY);
                Link other = Sqlite.writer(file, BUSY)) {
            other.update("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> writer.inTransaction(link -> 1))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(Sqlite.explain(file, e))
                            .contains("another process"));
        }
    }

    @Test
    void aMigrationThatFailsLeavesTheVersionBefore() throws Exception {
        try (Writer writer = new Writer(file, BUSY)) {
            Migrations broken = new Migrations(List.of("CREATE TABLE t (x);", "CREATE TABLE u (x); nonsense;"));
            assertThatThrownBy(() -> broken.apply(writer, file)).isInstanceOf(SQLException.class);
            new Migrations(List.of("never run again", "CREATE TABLE u (x); CREATE TABLE v (x);")).apply(writer, file);
            List<String> tables = writer.inTransaction(
                    link -> link.list("SELECT name FROM sqlite_master ORDER BY 1", row -> row.getString(1)));
            assertThat(tables).containsExactly("t", "u", "v");
        }
    }

    @Test
    void readersWaitForEachOtherAndAreKept() throws Exception {
        try (Writer writer = new Writer(file, BUSY);
                Readers readers = new Readers(file, BUSY, 1)) {
            writer.inTransaction(link -> link.update("CREATE TABLE t (x)"));
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            CompletableFuture<Link> first = CompletableFuture.supplyAsync(() -> reading(readers, link -> {
                inside.countDown();
                awaitQuietly(goOn);
                return link;
            }));
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Link> second = CompletableFuture.supplyAsync(() -> reading(readers, link -> link));
            goOn.countDown();
            assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(first.get(10, TimeUnit.SECONDS));
            readers.resize(0, BUSY);
            Link own = readers.read(link -> link);
            assertThat(own).isNotSameAs(first.get());
        }
    }

    private static <R> R reading(Readers readers, Work<R> work) {
        try {
            return readers.read(work);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void readersCannotWrite() throws Exception {
        try (Writer writer = new Writer(file, BUSY);
                Readers readers = new Readers(file, BUSY, 1)) {
            writer.inTransaction(link -> link.update("CREATE TABLE t (x)"));
            assertThatThrownBy(() -> readers.read(link -> link.update("INSERT INTO t VALUES (1)")))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aFailedOpeningAnswersForAWhileAndIsThenTriedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        AutoCloseable store = () -> attempts.set(-1);
        Late<AutoCloseable> patient = new Late<>(() -> failing(attempts), Duration.ofHours(1), Clock.systemUTC());
        assertThatThrownBy(patient::get).isInstanceOf(Late.NotOpen.class).hasMessage("attempt 1");
        assertThatThrownBy(patient::get).isInstanceOf(Late.NotOpen.class).hasMessage("attempt 1");
        assertThat(patient.failure().orElseThrow().why()).isEqualTo("attempt 1");
        Late<AutoCloseable> eager = new Late<>(
                () -> attempts.incrementAndGet() < 4 ? failing(attempts) : store, Duration.ZERO, Clock.systemUTC());
        assertThatThrownBy(eager::get).isInstanceOf(Late.NotOpen.class);
        assertThat(eager.get()).isSameAs(store);
        assertThat(eager.failure()).isEmpty();
        eager.close();
        assertThat(attempts).hasValue(-1);
        assertThatThrownBy(eager::get).isInstanceOf(Late.NotOpen.class);
    }

    private static AutoCloseable failing(AtomicInteger attempts) {
        throw new IllegalStateException("attempt " + attempts.incrementAndGet());
    }
}
