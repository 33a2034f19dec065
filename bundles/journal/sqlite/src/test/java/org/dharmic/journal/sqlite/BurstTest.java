package org.dharmic.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.support.sqlite.Link;
import org.dharmic.support.sqlite.Sqlite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand mails of one sender in fifty conversations, and one mail of another who came last. */
class BurstTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int MAILS = 10_000;
    private static final int THREADS = 50;

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws SQLException {
        new SqliteJournal(folder).close();
        try (Link link = Sqlite.writer(folder.resolve("journal.db"), Duration.ofSeconds(1))) {
            link.script("BEGIN");
            link.script("INSERT INTO item (seq, id, stage, account, sender, thread, created_at, updated_at)"
                    + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + MAILS + ")"
                    + " SELECT i, 'burst-' || i, 20, 'home', 'busy@x', 'busy-' || (i % " + THREADS + "), i, i FROM n");
            link.script("INSERT INTO item (seq, id, stage, account, sender, thread, created_at, updated_at)"
                    + " VALUES (" + (MAILS + 1) + ", 'calm', 20, 'home', 'calm@x', 'calm', 1, 1)");
            link.script("INSERT INTO admitted SELECT seq, sender, 'ask', 'all', thread, '', '[]', 's', 'text', '', 'v'"
                    + " FROM item");
            link.script("INSERT INTO transition (seq, stage, at, worker, note) SELECT seq, 20, 1, '', '' FROM item");
            link.script("COMMIT");
        }
    }

    @Test
    void theOneWhoCameLastIsServedSecondAndTheRestOldestFirst() {
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                order.add(journal.lease(Stage.ADMITTED, "w", LONG)
                        .orElseThrow()
                        .item()
                        .id());
            }
            assertThat(order).containsExactly("burst-1", "calm", "burst-2", "burst-3");
        }
    }

    @Test
    void oneOfEachConversationIsInHandAndNoMore() {
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            List<Lease> held = new ArrayList<>();
            for (Optional<Lease> lease = journal.lease(Stage.ADMITTED, "w", LONG);
                    lease.isPresent();
                    lease = journal.lease(Stage.ADMITTED, "w", LONG)) {
                held.add(lease.get());
            }
            assertThat(held).hasSize(THREADS + 1);
            journal.advance(held.get(0), new Step.Answered("m", "e", "{}", List.of()));
            assertThat(journal.lease(Stage.ADMITTED, "w", LONG)
                            .map(lease -> lease.item().id()))
                    .contains("burst-" + (THREADS + 1));
        }
    }

    @Test
    void theOldestAreShownWithoutReadingAll() {
        try (SqliteJournal journal = new SqliteJournal(folder)) {
            assertThat(journal.find(Filter.oldestIn(Set.of(Stage.ADMITTED), 2)))
                    .extracting(Item::id)
                    .containsExactly("burst-1", "burst-2");
            assertThat(journal.stats().items()).containsEntry(Stage.ADMITTED, MAILS + 1L);
        }
    }
}
