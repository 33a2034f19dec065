package org.dharmic.support.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever leaves gives its connections up, whatever is under way on them. */
class LeavingTest {

    private static final Duration BUSY = Duration.ofMillis(200);
    private static final String ENDLESS =
            "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c)";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void create() throws Exception {
        file = folder.resolve("data/test.db");
        Sqlite.create(file);
        try (Writer writer = new Writer(file, BUSY)) {
            writer.inTransaction(link -> {
                link.script("CREATE TABLE t (x)");
                return null;
            });
        }
    }

    private static <R> CompletableFuture<R> begin(CountDownLatch begun, Call<R> work) {
        CompletableFuture<R> result = CompletableFuture.supplyAsync(() -> {
            try {
                return work.run();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        awaited(begun);
        return result;
    }

    private interface Call<R> {
        R run() throws SQLException;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEndlessQueryIsEndedAndItsConnectionClosed() throws Exception {
        Readers readers = new Readers(file, BUSY, 2);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Long> hanging = begin(
                begun,
                () -> readers.read(link -> {
                    begun.countDown();
                    return link.one("SELECT count(*) FROM " + ENDLESS, row -> row.getLong(1))
                            .orElseThrow();
                }));
        readers.close();
        assertThat(open()).as("connections left").isEmpty();
        assertThatThrownBy(() -> hanging.get(15, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void anEndlessChangeIsEndedAndUndone() throws Exception {
        Writer writer = new Writer(file, BUSY);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Integer> hanging = begin(
                begun,
                () -> writer.inTransaction(link -> {
                    begun.countDown();
                    return link.update("INSERT INTO t SELECT 'ab' FROM " + ENDLESS + " WHERE x % 100000 = 0");
                }));
        writer.close();
        assertThat(open()).as("connections left").isEmpty();
        assertThatThrownBy(() -> hanging.get(15, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        try (Writer next = new Writer(file, BUSY)) {
            long rows = next.inTransaction(link ->
                    link.one("SELECT count(*) FROM t", row -> row.getLong(1)).orElseThrow());
            assertThat(rows).isZero();
        }
    }

    @Test
    void aChangeThatHangsOutsideTheDatabaseClosesItWhenItComesBack() throws Exception {
        Writer writer = new Writer(file, BUSY);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Integer> hanging = begin(
                begun,
                () -> writer.inTransaction(link -> {
                    begun.countDown();
                    awaited(goOn);
                    return 1;
                }));
        assertThatThrownBy(writer::close).isInstanceOf(SQLException.class).hasMessageContaining("still being written");
        goOn.countDown();
        assertThat(hanging.get(15, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(open()).as("connections left").isEmpty();
        assertThatThrownBy(() -> writer.inTransaction(link -> 1)).isInstanceOf(SQLException.class);
    }

    @Test
    void whatIsOpenedAfterItWasClosedIsClosedByWhoeverOpenedIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        Late<AutoCloseable> late = new Late<>(
                () -> {
                    begun.countDown();
                    awaited(goOn);
                    return () -> closed.set(true);
                },
                Duration.ZERO,
                Clock.systemUTC());
        CompletableFuture<Boolean> opening = begin(begun, () -> {
            try {
                late.get();
                return true;
            } catch (Late.NotOpen e) {
                return false;
            }
        });
        assertThatThrownBy(late::close).isInstanceOf(Late.NotOpen.class);
        goOn.countDown();
        assertThat(opening.get(15, TimeUnit.SECONDS)).isFalse();
        assertThat(closed).isTrue();
        assertThat(late.now()).isEmpty();
    }

    /** Descriptors of this process below the test's folder. */
    private List<String> open() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(LeavingTest::target)
                    .filter(target -> target.startsWith(folder.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }
}
