package org.dharmic.journal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.sqlite.database.Observer;
import org.dharmic.journal.sqlite.folder.Boot;
import org.junit.jupiter.api.io.TempDir;

/** Journals in a folder, one after the other, with clocks that a test moves. */
abstract class SqliteScene {

    static final Duration BUSY = Duration.ofSeconds(1);
    static final Limits LIMITS = new Limits(0, BUSY, 3);

    @TempDir
    Path folder;

    final AtomicLong nanos = new AtomicLong(-5);
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-04T03:02:01Z"));
    final List<Stage> staged = new ArrayList<>();
    private int process;

    final Clock clock = new Clock() {
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

    final Observer recorder = new Observer() {
        @Override
        public void staged(Stage stage) {
            staged.add(stage);
        }
    };

    public SqliteJournal open() throws IOException {
        process++;
        SqliteJournal journal = new SqliteJournal(
                folder, new Boot("p" + process), LIMITS, Clock.systemUTC(), System::nanoTime, Observer.NOBODY);
        journal.sweep();
        return journal;
    }

    /** With clocks that this test moves. */
    SqliteJournal openIn(String process) {
        return new SqliteJournal(folder, new Boot(process), LIMITS, clock, nanos::get, recorder);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        now.updateAndGet(instant -> instant.plus(time));
    }

    static Spooled spool(SqliteJournal journal, String text) throws IOException {
        return journal.spool(new ByteArrayInputStream(text.getBytes(UTF_8)), 1_000);
    }

    static String accept(SqliteJournal journal, long uid, String text) throws IOException {
        return journal.accept(new Arrival("home", "INBOX", 1, uid, spool(journal, text), Instant.EPOCH))
                .itemId();
    }

    static Step.Admitted admitted() {
        return new Step.Admitted("a@x", "ask", "all", "t", "", List.of(), "s", "text", "", List.of(), "dkim=pass");
    }
}
