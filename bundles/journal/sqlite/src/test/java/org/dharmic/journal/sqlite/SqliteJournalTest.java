package org.dharmic.journal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.JournalContract;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Lease;
import org.dharmic.journal.LeaseLost;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteJournalTest implements JournalContract<SqliteJournal> {

    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final Limits LIMITS = new Limits(0, BUSY, 3);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-04T03:02:01Z"));
    private final List<Stage> staged = new ArrayList<>();
    private int process;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };

    private final Observer recorder = new Observer() {
        @Override
        public void staged(Stage stage) {
            staged.add(stage);
        }
    };

    @Override
    public SqliteJournal open() throws IOException {
        process++;
        SqliteJournal journal = new SqliteJournal(
                folder, new Boot("p" + process), LIMITS, Clock.systemUTC(), System::nanoTime, Observer.NOBODY);
        journal.sweep();
        return journal;
    }

    /** With clocks that this test moves. */
    private SqliteJournal openIn(String process) {
        return new SqliteJournal(folder, new Boot(process), LIMITS, clock, nanos::get, recorder);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        now.updateAndGet(instant -> instant.plus(time));
    }

    // ---- processes and clocks

    @Test
    void aLeaseOutlivesAnUpgradeInsideTheProcess() throws Exception {
        Lease lease;
        try (SqliteJournal before = openIn("same")) {
            accept(before, 1, "a");
            lease = before.lease(Stage.INGESTED, "w", LONG).orElseThrow();
        }
        try (SqliteJournal after = openIn("same")) {
            assertThat(after.lease(Stage.INGESTED, "other", LONG)).isEmpty();
            after.advance(lease, admitted());
        }
    }

    @Test
    void bytesSpooledBeforeAnUpgradeInsideTheProcessMayStillBeAccepted() throws Exception {
        Spooled spooled;
        try (SqliteJournal before = openIn("same")) {
            spooled = spool(before, "in somebody's hands");
        }
        try (SqliteJournal after = openIn("same")) {
            assertThat(after.sweep()).isZero();
            assertThat(after.accept(new Arrival("home", "INBOX", 1, 1, spooled, now.get()))
                            .fresh())
                    .isTrue();
        }
    }

    @Test
    void aDayLaterNobodyHasForgottenBytesInHand() throws Exception {
        try (SqliteJournal journal = openIn("same")) {
            spool(journal, "forgotten");
            now.set(Instant.now().plus(Duration.ofHours(25)));
            assertThat(journal.sweep()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "-P1D", "PT0S"})
    void aClockThatIsSetNeitherHurriesNorStallsAWaitInTheProcess(String jump) throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            accept(journal, 1, "a");
            journal.retryLater(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), Duration.ofMinutes(5), "why");
            now.updateAndGet(instant -> instant.plus(Duration.parse(jump)));
            nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            nanos.addAndGet(1);
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isPresent();
        }
    }

    @Test
    void theNextProcessWaitsWhatIsLeft() throws Exception {
        retryLaterInAnEarlierProcess();
        pass(Duration.ofMinutes(3));
        nanos.set(1L << 60);
        try (SqliteJournal journal = openIn("second")) {
            pass(Duration.ofMinutes(2).minusMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            pass(Duration.ofMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isPresent();
        }
    }

    @Test
    void withTheClockSetBackTheNextProcessWaitsNoLongerThanTheWholeWait() throws Exception {
        retryLaterInAnEarlierProcess();
        now.updateAndGet(instant -> instant.minus(Duration.ofDays(1)));
        try (SqliteJournal journal = openIn("second")) {
            pass(Duration.ofMinutes(5).minusMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            pass(Duration.ofMillis(1));
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isPresent();
        }
    }

    private void retryLaterInAnEarlierProcess() throws IOException {
        try (SqliteJournal journal = openIn("first")) {
            accept(journal, 1, "a");
            journal.retryLater(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), Duration.ofMinutes(5), "why");
        }
    }

    @Test
    void aLeaseRunsOutAtItsNanosecond() throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            accept(journal, 1, "a");
            Lease lease =
                    journal.lease(Stage.INGESTED, "w", Duration.ofSeconds(1)).orElseThrow();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
            assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
            nanos.addAndGet(1);
            assertThatThrownBy(() -> journal.advance(lease, admitted()))
                    .isInstanceOf(LeaseLost.class)
                    .hasMessageContaining("run out");
        }
    }

    // ---- hints

    @Test
    void whoLooksForWorkIsToldAfterTheCommit() throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            accept(journal, 1, "a");
            assertThat(hints()).containsExactly(Stage.INGESTED);
            Lease lease = journal.lease(Stage.INGESTED, "w", LONG).orElseThrow();
            assertThat(hints()).isEmpty();
            journal.release(lease);
            assertThat(hints()).containsExactly(Stage.INGESTED);
            accept(journal, 2, "b");
            hints();
            journal.advance(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), admitted());
            assertThat(hints()).as("the next may be free now, too").containsExactly(Stage.INGESTED, Stage.ADMITTED);
            Lease held = journal.lease(Stage.ADMITTED, "w", LONG).orElseThrow();
            journal.advanceAndHold(held, new Step.Answered("m", "e", "{}", List.of()), LONG);
            assertThat(hints()).isEmpty();
            assertThatThrownBy(() -> journal.advance(held, new Step.Sending())).isInstanceOf(LeaseLost.class);
            assertThat(hints()).isEmpty();
        }
    }

    private List<Stage> hints() {
        List<Stage> copy = List.copyOf(staged);
        staged.clear();
        return copy;
    }

    // ---- files

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

    // ---- nothing half-done

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

    // ---- age

    @Test
    void oldFinishedItemsGiveUpTheirTextsAndKeepTheirKeys() throws Exception {
        try (SqliteJournal journal = openIn("p")) {
            Arrival old = new Arrival("home", "INBOX", 1, 1, spool(journal, "old"), now.get());
            String done = journal.accept(old).itemId();
            accept(journal, 2, "waiting");
            accept(journal, 3, "parked");
            Lease first = journal.lease(Stage.INGESTED, "w", LONG).orElseThrow();
            journal.advance(first, admitted());
            journal.reject(journal.lease(Stage.ADMITTED, "w", LONG).orElseThrow(), "no");
            Lease second = journal.lease(Stage.INGESTED, "w", LONG).orElseThrow();
            journal.park(journal.lease(Stage.INGESTED, "w", LONG).orElseThrow(), "look");
            journal.release(second);
            assertThat(journal.thin(now.get())).isZero();
            pass(Duration.ofDays(400));
            assertThat(journal.thin(now.get().minus(Duration.ofDays(365)))).isEqualTo(1);
            assertThat(journal.thin(now.get().minus(Duration.ofDays(365)))).isZero();
            assertThatThrownBy(() -> journal.read(old.spooled().ref())).isInstanceOf(IOException.class);
            assertThat(journal.find(done).orElseThrow().admitted().orElseThrow().text())
                    .isEmpty();
            assertThat(journal.history(done)).hasSize(3);
            assertThat(journal.accept(old).fresh()).isFalse();
            assertThat(journal.find(Filter.in(Set.of(Stage.PARKED, Stage.INGESTED), 10)))
                    .allSatisfy(item -> assertThat(journal.read(
                                    item.arrival().orElseThrow().spooled().ref()))
                            .isNotEmpty());
        }
    }

    @Test
    void lookingForWorkGoesByIndexes() throws Exception {
        open().close();
        try (Link link = Sqlite.reader(folder.resolve("journal.db"), BUSY)) {
            for (String sql : List.of(Leases.SENDERS, Leases.OLDEST_FREE)) {
                Object[] values =
                        sql.equals(Leases.SENDERS) ? new Object[] {20, 0} : new Object[] {20, "a", null, 0, 2, 0};
                assertThat(link.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString(4), values))
                        .filteredOn(line -> line.matches("(SCAN|SEARCH) (item|i|e|h)\\b.*"))
                        .isNotEmpty()
                        .allMatch(line ->
                                line.matches("SEARCH .* USING (COVERING )?INDEX item_(waiting|thread_waiting|leased) .*"
                                        + "|SCAN h USING INDEX item_leased"));
            }
        }
    }

    private static Spooled spool(SqliteJournal journal, String text) throws IOException {
        return journal.spool(new ByteArrayInputStream(text.getBytes(UTF_8)), 1_000);
    }

    private static String accept(SqliteJournal journal, long uid, String text) throws IOException {
        return journal.accept(new Arrival("home", "INBOX", 1, uid, spool(journal, text), Instant.EPOCH))
                .itemId();
    }

    private static Step.Admitted admitted() {
        return new Step.Admitted("a@x", "ask", "all", "t", "", List.of(), "s", "text", "", List.of(), "dkim=pass");
    }
}
