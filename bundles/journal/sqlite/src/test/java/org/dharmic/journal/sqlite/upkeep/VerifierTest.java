package org.dharmic.journal.sqlite.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Verification;
import org.dharmic.journal.sqlite.SqliteJournal;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private SqliteJournal journal;
    private String id;
    private Spooled file;

    @BeforeEach
    void openWithAMailThatIsBeingSent() throws IOException {
        journal = new SqliteJournal(folder);
        id = journal.accept(new Arrival("home", "INBOX", 1, 1, spool("the mail"), Instant.EPOCH))
                .itemId();
        file = spool("the attachment");
        Attachment attachment = new Attachment("a.txt", "text/plain", 14, Optional.of(file));
        for (Step step : List.of(
                new Step.Admitted(
                        "a@x", "ask", "all", "t", "", List.of(), "s", "text", "", List.of(attachment), "dkim=pass"),
                new Step.Answered("m", "e", "{}", List.of()),
                new Step.Ready(spool("the reply"), "<r@x>", "a@x"),
                new Step.Sending())) {
            journal.advance(journal.lease(step.from(), "w", LONG).orElseThrow(), step);
        }
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Spooled spool(String text) throws IOException {
        return journal.spool(new ByteArrayInputStream(text.getBytes(UTF_8)), 1_000);
    }

    private void outside(String sql) throws SQLException {
        try (Link link = Sqlite.writer(folder.resolve("journal.db"), Duration.ofSeconds(1))) {
            link.script("PRAGMA foreign_keys = OFF");
            link.script(sql);
        }
    }

    @Test
    void soundIsSound() {
        Verification found = journal.verify();
        assertThat(found.findings()).isEmpty();
        assertThat(found.items()).isEqualTo(1);
        assertThat(found.files()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            UPDATE item SET stage = 55; is in no stage that this release knows
            UPDATE item SET stage = 90; is parked and nobody knows from where
            DELETE FROM arrival; is neither a mail nor one of our own
            DELETE FROM admitted; was admitted and nothing is stored of that
            UPDATE item SET stage = 10; waits for admission and has been admitted
            DELETE FROM answered; was answered and has no answer
            DELETE FROM ready; has a reply and its bytes are not stored
            DELETE FROM spooled WHERE ref = (SELECT ref FROM attachment); nothing keeps from being swept
            DELETE FROM transition WHERE stage = 50; stands elsewhere than its story ends
            UPDATE admitted SET refs = '['; holds a text that is no JSON
            UPDATE tally SET n = 7 WHERE what = '50'; stage 50 is counted wrongly
            DELETE FROM item; refers to rows that are not there
            UPDATE attachment SET sha256 = '00'; whose digest is another one
            UPDATE spooled SET size = 3; and should have 3
            """)
    void whatIsWrongInTheRowsIsNamed(String fault, String finding) throws Exception {
        outside(fault);
        assertThat(journal.verify().findings()).anyMatch(line -> line.contains(finding));
    }

    @Test
    void aFileThatIsGoneOrAnotherOneIsNamedWithItsItem() throws Exception {
        Path spooled = folder.resolve("spool").resolve(file.ref());
        Files.writeString(spooled, "the attachmenT");
        assertThat(journal.verify().findings())
                .containsExactly(id + " refers to spool/" + file.ref() + ", whose digest is another one");
        Files.delete(spooled);
        assertThat(journal.verify().findings())
                .containsExactly(id + " refers to spool/" + file.ref() + ", which is not there");
        assertThat(journal.find(id).orElseThrow().stage())
                .as("looking changes nothing")
                .isEqualTo(Stage.SENDING);
    }

    @Test
    void whoLeavesEndsTheLook() {
        journal.endChecks();
        assertThatThrownBy(() -> journal.verify())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("ended");
    }
}
