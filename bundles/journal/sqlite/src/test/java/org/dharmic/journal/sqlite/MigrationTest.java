package org.dharmic.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Cursor;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.PendingEvent;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that release 0.1.0 wrote, with an item in every kind of situation, is brought to the present schema. */
class MigrationTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @BeforeEach
    void putTheStoredFileInPlace() throws IOException, URISyntaxException {
        Path stored = Path.of(Objects.requireNonNull(MigrationTest.class.getResource("schema-1/journal.db"))
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.walk(stored)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(stored.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    @Test
    void everythingIsStillThereAndSound() throws Exception {
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            assertThat(journal.verify().findings()).isEmpty();
            assertThat(journal.sweep()).isZero();
            assertThat(journal.stats().items())
                    .isEqualTo(Map.of(
                            Stage.INGESTED, 1L,
                            Stage.ADMITTED, 1L,
                            Stage.ANSWERED, 1L,
                            Stage.SENDING, 1L,
                            Stage.MARKED, 1L,
                            Stage.REJECTED, 1L,
                            Stage.PARKED, 1L));
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 7, 6));
            Item marked = only(journal, Stage.MARKED);
            assertThat(marked.admitted().orElseThrow().subject()).isEqualTo("Überschrift");
            assertThat(marked.admitted().orElseThrow().attachments()).isEmpty();
            assertThat(marked.released()).isFalse();
            assertThat(marked.answered().orElseThrow().events()).hasSize(2);
            assertThat(journal.history(marked.id())).hasSize(7);
            assertThat(journal.pendingEvents(10))
                    .extracting(PendingEvent::itemId)
                    .containsExactlyInAnyOrder(
                            marked.id(),
                            only(journal, Stage.SENDING).id(),
                            only(journal, Stage.SENDING).id());
            Arrival known = marked.arrival().orElseThrow();
            assertThat(text(journal, known.spooled().ref())).isEqualTo("a mail that was answered");
            assertThat(journal.accept(known).fresh()).isFalse();
            assertThat(only(journal, Stage.ANSWERED).outbound().orElseThrow().about())
                    .isEmpty();
        }
    }

    @Test
    void workGoesOnWhereItWas() throws Exception {
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            Lease thinking = journal.lease(Stage.ADMITTED, "w", LONG).orElseThrow();
            assertThat(thinking.item().admitted().orElseThrow().thread()).isEqualTo("t-admitted");
            Item parked = only(journal, Stage.PARKED);
            assertThat(journal.retry(parked.id())).isTrue();
            assertThat(journal.lease(Stage.ADMITTED, "w", LONG)).isPresent();
            Item rejected = only(journal, Stage.REJECTED);
            assertThat(journal.readmit(rejected.id())).isTrue();
            assertThat(journal.find(rejected.id()).orElseThrow().released()).isTrue();
        }
    }

    private static Item only(SqliteJournal journal, Stage stage) {
        List<Item> items = journal.find(Filter.in(Set.of(stage), 10));
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private static String text(SqliteJournal journal, String ref) throws IOException {
        try (var in = journal.read(ref)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
