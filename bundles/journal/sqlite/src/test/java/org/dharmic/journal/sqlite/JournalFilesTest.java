package org.dharmic.journal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dharmic.journal.JournalContract.LONG;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Lease;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies on the disk: for its owner alone, whole, and refused where it is not. */
class JournalFilesTest extends SqliteScene {

    @Test
    void everythingIsForItsOwnerAlone() throws Exception {
        Path journalFolder = folder.resolve("journal");
        try (SqliteJournal journal = new SqliteJournal(journalFolder)) {
            accept(journal, 1, "a");
            try (Stream<Path> files = Files.walk(journalFolder)) {
                assertThat(files).allSatisfy(file -> {
                    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                    assertThat(mode).as(file.toString()).isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
                });
            }
            assertThat(journalFolder.resolve("journal.db-wal")).exists();
        }
    }

    @Test
    void nothingStaysOfAStreamThatWasTooLong() throws Exception {
        try (SqliteJournal journal = open()) {
            assertThatThrownBy(() -> journal.spool(new ByteArrayInputStream(new byte[100_000]), 70_000))
                    .isInstanceOf(IOException.class);
            try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void theBytesOfAKnownMailAreNotKeptTwice() throws Exception {
        try (SqliteJournal journal = open()) {
            accept(journal, 1, "a");
            accept(journal, 2, "a");
            try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
                assertThat(files).hasSize(1);
            }
        }
    }

    @Test
    void aDiskWithTooLittleLeftTakesNothingInAndSaysSo() throws Exception {
        try (SqliteJournal journal = open()) {
            journal.minFreeBytes(Long.MAX_VALUE);
            assertThatThrownBy(() -> spool(journal, "a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("spool.min.free.mb")
                    .hasMessageContaining(folder.toString());
            journal.minFreeBytes(0);
            accept(journal, 1, "a");
        }
    }

    @Test
    void aFileOfALaterReleaseIsRefusedAndLeftAsItIs() throws Exception {
        open().close();
        outside("PRAGMA user_version = 99");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("journal.db")
                .hasMessageContaining("99")
                .hasMessageContaining("knows versions up to 2");
        outside("PRAGMA user_version = 2");
        open().close();
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAndKept() throws Exception {
        byte[] rubbish = "this is not a database, and long enough to look like one"
                .repeat(100)
                .getBytes(UTF_8);
        Files.write(folder.resolve("journal.db"), rubbish);
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(folder.resolve("journal.db").toString())
                .hasMessageContaining("backup");
        assertThat(folder.resolve("journal.db")).hasBinaryContent(rubbish);
    }

    @Test
    void aDamagedPageIsFoundAndNothingIsWrittenAnyMore() throws Exception {
        try (SqliteJournal journal = open()) {
            for (int i = 1; i <= 60; i++) {
                accept(journal, i, "mail " + i);
            }
            assertThat(journal.check()).isEmpty();
        }
        try (RandomAccessFile raw =
                new RandomAccessFile(folder.resolve("journal.db").toFile(), "rw")) {
            for (long page = 3; page < raw.length() / 4096; page++) {
                raw.seek(page * 4096);
                raw.write(new byte[16]);
            }
        }
        SqliteJournal damaged;
        try {
            damaged = openIn("p");
        } catch (JournalException e) {
            assertThat(e).hasMessageContaining("damaged");
            return;
        }
        try (damaged) {
            assertThat(damaged.check()).contains("journal.db").contains("backup");
            assertThatThrownBy(() -> damaged.moveCursor(new Cursor("home", "INBOX", 1, 1)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** Each statement of a step in turn is made to fail, as a full disk would. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT ON answered",
                "UPDATE ON item",
                "INSERT ON transition",
                "INSERT ON event",
                "UPDATE ON tally"
            })
    void whenStorageFailsNothingOfTheStepHappened(String statement) throws Exception {
        try (SqliteJournal journal = open()) {
            accept(journal, 1, "a");
            journal.advance(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), admitted());
            Lease lease = journal.lease(Stage.ADMITTED, "w", LONG).orElseThrow();
            Step step = new Step.Answered("m", "e", "{}", List.of(new MemoryEvent("k", Map.of("a", "b"))));
            outside("CREATE TRIGGER fails BEFORE " + statement + " BEGIN SELECT RAISE(ABORT, 'no room'); END");
            assertThatThrownBy(() -> journal.advance(lease, step))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("no room");
            assertThat(journal.find(lease.item().id())).contains(lease.item());
            assertThat(journal.history(lease.item().id())).hasSize(2);
            assertThat(journal.pendingEvents(10)).isEmpty();
            outside("DROP TRIGGER fails");
            journal.advance(lease, step);
            assertThat(journal.pendingEvents(10)).hasSize(1);
        }
    }

    @Test
    void whenStorageFailsAMailIsNotTakenInAndItsCursorStays() throws Exception {
        try (SqliteJournal journal = open()) {
            outside("CREATE TRIGGER fails BEFORE INSERT ON spooled BEGIN SELECT RAISE(ABORT, 'no room'); END");
            assertThatThrownBy(() -> accept(journal, 1, "a")).isInstanceOf(JournalException.class);
            assertThat(journal.find(Filter.newest(10))).isEmpty();
            assertThat(journal.cursor("home", "INBOX")).isEmpty();
            assertThat(journal.stats().items()).isEmpty();
            outside("DROP TRIGGER fails");
            accept(journal, 1, "a");
            assertThat(journal.stats().items()).isEqualTo(Map.of(Stage.INGESTED, 1L));
        }
    }

    private void outside(String sql) throws SQLException {
        try (Link link = Sqlite.writer(folder.resolve("journal.db"), BUSY)) {
            link.script(sql);
        }
    }
}
