package org.dharmic.journal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.journal.sqlite.database.Observer;
import org.dharmic.journal.sqlite.folder.Boot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A death is what the next process finds: the files as they were, nothing closed. */
class DeathsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final List<SqliteJournal> opened = new ArrayList<>();
    private int process;
    private long uid;

    @AfterEach
    void close() {
        opened.forEach(SqliteJournal::close);
    }

    private SqliteJournal open(int crashes) {
        SqliteJournal journal = new SqliteJournal(
                folder.resolve("p" + process),
                new Boot("p" + process),
                new Limits(0, Duration.ofSeconds(1), crashes),
                Clock.systemUTC(),
                System::nanoTime,
                Observer.NOBODY);
        opened.add(journal);
        return journal;
    }

    /** The next process, on the files as they are now. */
    private SqliteJournal die(int crashes) throws IOException {
        Path from = folder.resolve("p" + process);
        Path to = folder.resolve("p" + ++process);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return open(crashes);
    }

    private String accept(SqliteJournal journal) throws IOException {
        uid++;
        return journal.accept(new Arrival(
                        "home",
                        "INBOX",
                        1,
                        uid,
                        journal.spool(new ByteArrayInputStream(("mail " + uid).getBytes(UTF_8)), 100),
                        Instant.EPOCH))
                .itemId();
    }

    private static Step.Admitted admitted(Item item) {
        return new Step.Admitted(
                "a@x", "ask", "all", item.id(), "", List.of(), "s", "text", "", List.of(), "dkim=pass");
    }

    private static Lease lease(SqliteJournal journal, Stage stage) {
        return journal.lease(stage, "w", LONG).orElseThrow();
    }

    @Test
    void whatIsInHandAtThreeDeathsWaitsForAPerson() throws Exception {
        SqliteJournal journal = open(3);
        String id = accept(journal);
        for (int death = 1; death <= 2; death++) {
            lease(journal, Stage.INGESTED);
            journal = die(3);
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.INGESTED);
            assertThat(item.attempts()).isEqualTo(death);
            assertThat(item.reason())
                    .contains("died")
                    .contains("w worked on it")
                    .contains(death + " time");
        }
        lease(journal, Stage.INGESTED);
        journal = die(3);
        assertThat(journal.find(id).orElseThrow().stage()).isEqualTo(Stage.PARKED);
        assertThat(journal.find(id).orElseThrow().reason()).contains("died 3 times");
        assertThat(journal.stats().items()).containsOnlyKeys(Stage.PARKED);
        assertThat(journal.history(id))
                .extracting(Transition::stage)
                .containsExactly(Stage.INGESTED, Stage.INGESTED, Stage.INGESTED, Stage.PARKED);
        assertThat(journal.verify().findings()).isEmpty();

        assertThat(journal.retry(id)).isTrue();
        lease(journal, Stage.INGESTED);
        journal = die(3);
        assertThat(journal.find(id).orElseThrow().stage())
                .as("a person's word begins the count anew")
                .isEqualTo(Stage.INGESTED);
    }

    @Test
    void whatGotOnIsNotToBlame() throws Exception {
        SqliteJournal journal = open(2);
        accept(journal);
        lease(journal, Stage.INGESTED);
        journal = die(2);
        Lease lease = lease(journal, Stage.INGESTED);
        journal.advance(lease, admitted(lease.item()));
        lease(journal, Stage.ADMITTED);
        journal = die(2);
        assertThat(lease(journal, Stage.ADMITTED).item().attempts()).isEqualTo(1);
    }

    @Test
    void sendingAndItsWayBackAreOneEndeavour() throws Exception {
        SqliteJournal journal = open(2);
        accept(journal);
        for (Step step : List.of(
                new Step.Admitted("a@x", "ask", "all", "t", "", List.of(), "s", "x", "", List.of(), "v"),
                new Step.Answered("m", "e", "{}", List.of()),
                new Step.Ready(journal.spool(new ByteArrayInputStream(new byte[] {1}), 9), "<r@x>", "a@x"))) {
            journal.advance(lease(journal, step.from()), step);
        }
        journal.advanceAndHold(lease(journal, Stage.READY), new Step.Sending(), LONG);
        journal = die(2);
        journal.advance(lease(journal, Stage.SENDING), new Step.NotSent("421"));
        Lease again = lease(journal, Stage.READY);
        journal = die(2);
        assertThat(journal.find(again.item().id()).orElseThrow().stage()).isEqualTo(Stage.PARKED);
    }

    @Test
    void aProcessThatEndedOrderlyKilledNothing() throws Exception {
        SqliteJournal journal = open(1);
        String id = accept(journal);
        lease(journal, Stage.INGESTED);
        journal.close();
        journal = die(1);
        assertThat(journal.find(id).orElseThrow().attempts()).isZero();
        lease(journal, Stage.INGESTED);
        journal.close();
        journal = open(1);
        assertThat(journal.lease(Stage.INGESTED, "w", LONG))
                .as("an upgrade inside the process keeps the lease")
                .isEmpty();
        journal = die(1);
        assertThat(journal.find(id).orElseThrow().stage())
                .as("it was open again when it died")
                .isEqualTo(Stage.PARKED);
    }

    @Test
    void theLastChanceIsForOneAtATimeSoThatTheDeathNamesItsCause() throws Exception {
        SqliteJournal journal = open(2);
        String innocent = accept(journal);
        String guilty = accept(journal);
        lease(journal, Stage.INGESTED);
        lease(journal, Stage.INGESTED);
        journal = die(2);
        String third = accept(journal);
        Lease first = lease(journal, Stage.INGESTED);
        assertThat(first.item().id()).isEqualTo(innocent);
        assertThat(lease(journal, Stage.INGESTED).item().id())
                .as("others are not held up")
                .isEqualTo(third);
        assertThat(journal.lease(Stage.INGESTED, "w", LONG)).isEmpty();
        journal.advance(first, admitted(first.item()));
        assertThat(lease(journal, Stage.INGESTED).item().id()).isEqualTo(guilty);
        journal = die(2);
        assertThat(journal.find(guilty).orElseThrow().stage()).isEqualTo(Stage.PARKED);
        assertThat(journal.find(innocent).orElseThrow().stage()).isEqualTo(Stage.ADMITTED);
        assertThat(journal.find(third).orElseThrow().stage()).isEqualTo(Stage.INGESTED);
    }

    @Test
    void whatWasInHandAtADeathComesAloneInItsTurn() throws Exception {
        SqliteJournal journal = open(3);
        String first = accept(journal);
        String second = accept(journal);
        Lease passed = lease(journal, Stage.INGESTED);
        lease(journal, Stage.INGESTED);
        journal.release(passed);
        journal = die(3);
        String third = accept(journal);
        String fourth = accept(journal);
        List<List<String>> batches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            batches.add(journal.lease(Stage.INGESTED, "w", LONG, 9).stream()
                    .map(each -> each.item().id())
                    .toList());
        }
        assertThat(batches).containsExactly(List.of(first), List.of(second), List.of(third, fourth));
    }

    @Test
    void nothingIsParkedWhenThatIsTurnedOff() throws Exception {
        SqliteJournal journal = open(0);
        String id = accept(journal);
        for (int i = 0; i < 5; i++) {
            lease(journal, Stage.INGESTED);
            journal = die(0);
        }
        assertThat(journal.find(id).map(Item::attempts)).isEqualTo(Optional.of(5));
    }
}
